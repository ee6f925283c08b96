package dev.wsdoctor.nginx;

/// Whether a 101 of the upstream becomes a tunnel (`ngx_http_proxy_process_header`): the client
/// sent an Upgrade field, whatever its value, over HTTP/1.x, and the upstream is spoken to in
/// HTTP/1.x.
final class Upgrade {
  private Upgrade() {}

  static boolean isPossible(RequestState state, String upstreamVersion) {
    boolean statusIsKept = state.errStatus == 0 || state.errStatus == 101;
    return state.field("Upgrade").isPresent()
        && statusIsKept
        && !state.isHttp2()
        && !upstreamVersion.startsWith("HTTP/2");
  }
}
