package dev.wsdoctor.symptom;

import java.util.Set;

/// Which statuses a cause brings a client: by nature (`usual`), or never.
public final class CauseStatuses {
  private static final int NO_HTTP = 9;

  /// The backend gets an ordinary request, and answers it.
  private static final Set<String> FIELDS =
      Set.of(
          "upgrade-headers-missing",
          "upgrade-headers-incomplete",
          "upgrade-header-wrong",
          "connection-header-wrong",
          "headers-lost-by-inheritance",
          "include-outdated",
          "upstream-http-1.0",
          "intermediary-strips-upgrade",
          "subprotocol-mismatch");

  /// The backend compares names, and refuses.
  private static final Set<String> POLICY =
      Set.of(
          "host-header-rewritten",
          "host-port-mismatch",
          "forwarded-host-mismatch",
          "forwarded-proto-missing",
          "forwarded-proto-overwritten",
          "origin-rejected-by-backend",
          "origin-stripped");

  private static final Set<String> PATH =
      Set.of(
          "proxy-pass-rewrites-path",
          "backend-path-mismatch",
          "no-location-for-path",
          "wrong-location-selected",
          "location-without-handler",
          "internal-redirect-loses-upgrade");

  /// nginx does not get an answer that it can pass on.
  private static final Set<String> NO_ANSWER =
      Set.of(
          "upstream-unreachable",
          "upstream-scheme-mismatch",
          "upstream-tls-name",
          "upstream-tls-untrusted",
          "resolver-missing",
          "upstream-address-stale",
          "upstream-marked-down",
          "upstream-header-too-big",
          "upstream-http2",
          "upstream-ports-exhausted",
          "read-timeout-zero");

  /// nginx gives up on the request.
  private static final Set<String> BROKEN_OFF =
      Set.of("worker-connections-exhausted", "upstream-url-invalid", "upgrade-in-subrequest");

  /// The socket opens, and these end it later or not at all.
  private static final Set<String> LATER =
      Set.of(
          "read-timeout-too-short",
          "intermediary-timeout",
          "reload-closes-connections",
          "old-workers-pile-up",
          "message-too-big",
          "half-open-connection",
          "closed-by-backend",
          "response-buffered",
          "accept-invalid",
          "extension-not-offered",
          "subprotocol-mismatch",
          "tls-weak");

  private CauseStatuses() {}

  /// Whether a client of that cause typically sees that status.
  static boolean isUsual(String id, int status) {
    boolean gateway = status == 502 || status == 504 || status == NO_HTTP;
    return (FIELDS.contains(id) && (status == 400 || status == 426))
        || (POLICY.contains(id) && (status == 403 || status == 400))
        || (PATH.contains(id) && status == 404)
        || (NO_ANSWER.contains(id) && gateway)
        || (id.equals("access-refused") && isRefusal(status))
        || (id.equals("request-head-too-large") && isTooLarge(status))
        || (id.equals("backend-error") && status >= 500)
        || (BROKEN_OFF.contains(id) && status == 500)
        || (isRedirect(id) && status >= 300 && status < 400);
  }

  /// Whether that status speaks against the cause.
  static boolean isExcluded(String id, int status) {
    boolean gateway = status == 502 || status == 504 || status == 499 || status == NO_HTTP;
    if (FIELDS.contains(id) || PATH.contains(id)) {
      return gateway;
    }
    if (POLICY.contains(id)) {
      return gateway || status == 426;
    }
    if (NO_ANSWER.contains(id)) {
      return (status < 400 && status != NO_HTTP) || isAnswerOfBackend(status);
    }
    if (id.equals("access-refused")) {
      return gateway || status == 404 || status == 426;
    }
    return isRedirect(id) && (status < 300 || status >= 400);
  }

  /// Whether the cause is a policy of the backend that refuses a handshake: one that opened has
  /// passed it.
  public static boolean isPolicy(String id) {
    return POLICY.contains(id);
  }

  /// Whether the cause keeps a socket from opening.
  static boolean preventsOpening(String id) {
    return !LATER.contains(id);
  }

  /// Whether the cause lies between nginx and the upstream, so that it is to be looked for where
  /// the upstream is named.
  static boolean isOfUpstream(String id) {
    return NO_ANSWER.contains(id) || id.equals("upstream-wrong-port");
  }

  private static boolean isRedirect(String id) {
    return id.equals("redirect-instead-of-upgrade");
  }

  private static boolean isTooLarge(int status) {
    return status == 400 || status == 414 || status == 431;
  }

  private static boolean isRefusal(int status) {
    return status == 401 || status == 403 || status == 429 || status == 503;
  }

  /// nginx has none of its own for a request that it proxies.
  private static boolean isAnswerOfBackend(int status) {
    return status == 401 || status == 403 || status == 404 || status == 405 || status == 426;
  }
}
