package dev.wsdoctor.gateway.limit;

/// The values of `$limit_req_status` and `$limit_conn_status`.
public enum LimitStatus {
  PASSED,
  DELAYED,
  REJECTED,
  DELAYED_DRY_RUN,
  REJECTED_DRY_RUN
}
