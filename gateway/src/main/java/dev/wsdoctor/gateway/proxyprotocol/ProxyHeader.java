package dev.wsdoctor.gateway.proxyprotocol;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// What a proxy says of the connection that it passes on.
///
/// @param ends absent when it does not say (`UNKNOWN`, `LOCAL`, a unix socket)
/// @param extras of version 2, by their type, one char per byte; the first of a type counts
public record ProxyHeader(Optional<Ends> ends, Map<Integer, String> extras) {
  /// Nothing but that there is a proxy.
  static final ProxyHeader SILENT = new ProxyHeader(Optional.empty(), Map.of());

  private static final String UNKNOWN = "PROXY UNKNOWN\r\n";

  /// The addresses as written, without brackets.
  public record Ends(
      String sourceAddress, int sourcePort, String destinationAddress, int destinationPort) {}

  public ProxyHeader {
    extras = Map.copyOf(extras);
  }

  /// The value of nginx's `$proxy_protocol_addr` and its like, by its name without `$`; empty for
  /// what the proxy did not say, nothing for a name that is no such variable.
  public Optional<String> variable(String name) {
    return switch (name) {
      case "proxy_protocol_addr" -> Optional.of(ends.map(Ends::sourceAddress).orElse(""));
      case "proxy_protocol_port" ->
          Optional.of(ends.map(Ends::sourcePort).map(ProxyHeader::port).orElse(""));
      case "proxy_protocol_server_addr" ->
          Optional.of(ends.map(Ends::destinationAddress).orElse(""));
      case "proxy_protocol_server_port" ->
          Optional.of(ends.map(Ends::destinationPort).map(ProxyHeader::port).orElse(""));
      default -> extra(name);
    };
  }

  /// nginx says nothing of port 0.
  private static String port(int number) {
    return number == 0 ? "" : String.valueOf(number);
  }

  private Optional<String> extra(String name) {
    String prefix = "proxy_protocol_tlv_";
    if (!name.startsWith(prefix)) {
      return Optional.empty();
    }
    return Extras.find(name.substring(prefix.length()), extras).or(() -> Optional.of(""));
  }

  /// The line of version 1 for a connection (`ngx_proxy_protocol_write`): what `proxy_protocol on`
  /// of stream sends ahead.
  public static byte[] line(InetSocketAddress source, InetSocketAddress destination) {
    return text(source, destination).getBytes(StandardCharsets.US_ASCII);
  }

  /// That of a connection without addresses, as over a unix socket.
  public static byte[] lineOfUnknown() {
    return UNKNOWN.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(InetSocketAddress source, InetSocketAddress destination) {
    String family =
        source.getAddress() instanceof Inet6Address
            ? "TCP6"
            : source.getAddress() instanceof Inet4Address ? "TCP4" : "";
    if (family.isEmpty() || destination.getAddress() == null) {
      return UNKNOWN;
    }
    return "PROXY %s %s %s %d %d\r\n"
        .formatted(
            family,
            AddressText.of(source.getAddress().getAddress()),
            AddressText.of(destination.getAddress().getAddress()),
            source.getPort(),
            destination.getPort());
  }
}
