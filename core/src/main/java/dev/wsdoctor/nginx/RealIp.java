package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// `set_real_ip_from` and `real_ip_header`: takes the client's address from a field that a trusted
/// proxy sent (`ngx_http_realip_handler`).
final class RealIp {
  private RealIp() {}

  static void apply(RequestState state) {
    List<Directive> from = state.scope().inForce("set_real_ip_from");
    if (from.isEmpty() || !state.client.equals(state.connection.client())) {
      return;
    }
    Optional<IpAddress> peer = IpAddress.parse(state.client);
    if (peer.isEmpty()) {
      return;
    }
    List<Cidr> trusted = from.stream().flatMap(d -> Cidr.parse(d.parameter()).stream()).toList();
    Optional<Directive> header = state.scope().setting("real_ip_header");
    String name = header.map(Directive::parameter).orElse("X-Real-IP");
    boolean recursive = state.scope().flag("real_ip_recursive", false);
    List<String> listed =
        name.equals("proxy_protocol")
            ? state.truth.variable("proxy_protocol_addr").stream().toList()
            : ForwardedFor.listed(state, name);
    IpAddress client = ForwardedFor.client(peer.get(), listed, trusted, recursive);
    if (!client.equals(peer.get())) {
      state.client = spelled(listed, client);
      state.step(
          Phase.PREACCESS,
          "the client is " + state.client,
          name + " of a trusted proxy says so",
          from.getFirst());
    }
  }

  private static String spelled(List<String> listed, IpAddress client) {
    return listed.stream()
        .filter(a -> IpAddress.parse(a).filter(client::equals).isPresent())
        .findFirst()
        .orElse("");
  }
}
