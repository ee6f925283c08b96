package dev.wsdoctor.log;

import static dev.wsdoctor.log.LogSignature.error;
import static dev.wsdoctor.log.LogSignature.remark;

import dev.wsdoctor.log.LogSignature.Scope;
import java.util.List;

/// What nginx writes when it answers a request by itself.
final class RefusalSignatures {
  private static final String HANDSHAKE = "SSL_do_handshake() failed";
  private static final String OF_CLIENT = "while SSL handshaking";

  private static final LogSignature AUTH_BASIC =
      refused(
          "auth_basic lets the client not in",
          "A WebSocket client in a browser sends credentials only when it has them for this origin already.",
          "set auth_basic off in the socket's location and let the application check a token");

  private static final LogSignature LIMIT =
      refused(
          "a limit of nginx refuses the handshake",
          "limit_conn counts a tunnel for its whole life, limit_req every handshake; both answer 503 unless"
              + " told otherwise.",
          "raise the limit for the socket's location, or leave it out there");

  private static final LogSignature FILES =
      error(
              Scope.REQUEST,
              "no-location-for-path",
              0.85,
              "nginx looks for a file instead of asking a backend",
              "The location that takes this path serves files: the one that proxies does not match it.",
              "give the path a location with proxy_pass")
          .rather(
              "wrong-location-selected",
              "wrong-server-selected",
              "location-without-handler",
              "internal-redirect-loses-upgrade",
              "config-not-loaded");

  private static final LogSignature UNTRUSTED =
      error(
          Scope.REQUEST,
          "tls-weak",
          0.8,
          "clients refuse nginx's certificate",
          "A browser refuses the socket without asking when it does not trust the certificate, and shows 1006.",
          "serve a certificate that is valid for this name, with its chain");

  private static final LogSignature HTTP2 =
      error(
          Scope.REQUEST,
          "http2-front",
          0.85,
          "a client or a proxy in front opens the socket over HTTP/2 or HTTP/3, which nginx cannot",
          "nginx has no RFC 8441: extended CONNECT and Upgrade over HTTP/2 are answered with 400. Browsers open"
              + " a separate HTTP/1.1 connection by themselves.",
          "let the proxy in front speak HTTP/1.1 to nginx for sockets");

  private static final LogSignature NO_COMMON_TLS =
      remark(
          Scope.REQUEST,
          "a client and nginx have no TLS version or cipher in common (ssl_protocols, ssl_ciphers)");

  private static final LogSignature TOO_LARGE =
      error(
          Scope.REQUEST,
          "request-head-too-large",
          0.9,
          "a client's head does not fit into large_client_header_buffers (4 8k), mostly for its cookies",
          "One line of a head must fit into one buffer, all of it into all of them; the answer is 400, or 414 for the"
              + " request line.",
          "send fewer cookies to the socket, or set large_client_header_buffers 8 32k in http or in the default"
              + " server");

  private static final LogSignature BAD_HOST =
      remark(Scope.REQUEST, "a request names no host, two, or one that is none; the answer is 400");

  private static final LogSignature NO_REQUEST =
      remark(
          Scope.REQUEST,
          "what came is no HTTP request, such as TLS on a plain port; the answer is 400");

  static final List<LogSignature> ALL =
      List.of(
          refused(
                  "allow and deny let the client not in",
                  "allow and deny are asked in order, and the first match decides.",
                  "allow the client's address here, or give the socket a location without the list")
              .when("access forbidden by rule"),
          refused(
                  "auth_request got an answer that it cannot use",
                  "Another status than 2xx, 401 or 403 of the subrequest becomes 500.",
                  "see what the server behind auth_request answers to a handshake")
              .rather("upgrade-in-subrequest")
              .when("auth request unexpected status"),
          LIMIT.when("limiting connections by zone"),
          LIMIT.when("limiting requests, excess"),
          AUTH_BASIC.when("user \"", "was not found in"),
          AUTH_BASIC.when("user \"", "password mismatch"),
          AUTH_BASIC.when("no user/password was provided"),
          FILES.when("directory index of \"", "is forbidden"),
          FILES.when("\" is not found (2:"),
          FILES.when("open() \"", "failed (2:"),
          error(
                  Scope.REQUEST,
                  "internal-redirect-loses-upgrade",
                  0.8,
                  "nginx redirects the request inside of itself without end, and answers 500",
                  "try_files, error_page or rewrite lead back to where they are.",
                  "give the socket a location of its own, without try_files and error_page")
              .when("rewrite or internal redirection cycle"),
          error(
                  Scope.REQUEST,
                  "message-too-big",
                  0.5,
                  "a request with a body is larger than client_max_body_size",
                  "That is the HTTP fallback or an upload on the same path, answered 413; a WebSocket's messages"
                      + " are not bodies and have no limit in nginx.",
                  "raise client_max_body_size for the fallback")
              .asWarning()
              .when("client intended to send too large body"),
          HTTP2.when("client sent unknown pseudo-header \":protocol\""),
          HTTP2.when("client sent \"Upgrade\" header"),
          error(
                  Scope.REQUEST,
                  "client-url-mismatch",
                  0.8,
                  "a client speaks plain HTTP to a TLS port",
                  "The port wants TLS, and nginx answers 400 to anything else.",
                  "open wss:// on this port")
              .when("client sent plain HTTP request to HTTPS port"),
          UNTRUSTED.when(HANDSHAKE, "alert certificate unknown", OF_CLIENT),
          UNTRUSTED.when(HANDSHAKE, "alert unknown ca", OF_CLIENT),
          UNTRUSTED.when(HANDSHAKE, "alert bad certificate", OF_CLIENT),
          UNTRUSTED.when(HANDSHAKE, "alert certificate expired", OF_CLIENT),
          NO_COMMON_TLS.when(HANDSHAKE, "unsupported protocol", OF_CLIENT),
          NO_COMMON_TLS.when(HANDSHAKE, "no shared cipher", OF_CLIENT),
          remark(
                  Scope.REQUEST,
                  "the TLS handshake of a client failed: scanners and programs that are no browsers do that too")
              .when(HANDSHAKE, OF_CLIENT),
          TOO_LARGE.when("client sent too long header line"),
          TOO_LARGE.when("client sent too large request"),
          remark(
                  Scope.REQUEST,
                  "a client's request line does not fit into one of large_client_header_buffers (4 8k); the answer is 414")
              .when("client sent too long URI"),
          remark(
                  Scope.REQUEST,
                  "nginx does not take a field of a client, for a char in its name: it is dropped where it only has an underscore (underscores_in_headers) or a dot, else the answer is 400")
              .when("client sent invalid header line"),
          BAD_HOST.when("client sent HTTP/1.1 request without \"Host\""),
          BAD_HOST.when("client sent duplicate host header"),
          BAD_HOST.when("client sent invalid host"),
          NO_REQUEST.when("client sent invalid request"),
          NO_REQUEST.when("client sent invalid method"),
          NO_REQUEST.when("client sent invalid version"));

  private RefusalSignatures() {}

  private static LogSignature refused(String tells, String why, String advice) {
    return error(Scope.REQUEST, "access-refused", 0.95, tells, why, advice);
  }
}
