package dev.wsdoctor.nginx;

import dev.wsdoctor.http.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The client behind trusted proxies (`ngx_http_get_forwarded_addr`).
final class ForwardedFor {
  private ForwardedFor() {}

  /// The address that X-Forwarded-For gives, when `peer` is one of the trusted proxies.
  static IpAddress client(
      IpAddress peer, RequestState state, List<Cidr> trusted, boolean recursive) {
    return client(peer, listed(state, "X-Forwarded-For"), trusted, recursive);
  }

  /// The addresses of a list field, over all of its lines, nearest proxy last.
  static List<String> listed(RequestState state, String name) {
    List<String> addresses = new ArrayList<>();
    for (Field field : state.fields) {
      if (field.isNamed(name)) {
        addresses.addAll(List.of(field.value().strip().split("[ ,]+")));
      }
    }
    return addresses;
  }

  static IpAddress client(
      IpAddress peer, List<String> addresses, List<Cidr> trusted, boolean recursive) {
    IpAddress current = peer;
    for (String address : addresses.reversed()) {
      IpAddress proxy = current;
      if (trusted.stream().noneMatch(network -> network.contains(proxy))) {
        return current;
      }
      Optional<IpAddress> parsed = IpAddress.parse(address);
      if (parsed.isEmpty()) {
        return current;
      }
      current = parsed.get();
      if (!recursive) {
        return current;
      }
    }
    return current;
  }
}
