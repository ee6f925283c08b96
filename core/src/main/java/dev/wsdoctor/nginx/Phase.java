package dev.wsdoctor.nginx;

/// The stations of a request in nginx (`ngx_http_phases`), with selection before and proxying
/// after.
public enum Phase {
  LISTEN,
  TLS,
  SERVER,
  REQUEST_LINE,
  SERVER_REWRITE,
  FIND_LOCATION,
  REWRITE,
  PREACCESS,
  ACCESS,
  PRECONTENT,
  CONTENT,
  ERROR_PAGE,
  UPSTREAM,
  TUNNEL
}
