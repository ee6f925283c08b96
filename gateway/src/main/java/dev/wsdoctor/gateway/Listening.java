package dev.wsdoctor.gateway;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.gateway.exchange.Door;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.VirtualServer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which sockets a configuration needs (`ngx_http_init_listening`): one for each address, except
/// that a wildcard takes the connections to all addresses of its port and family.
final class Listening {
  /// What a refusal says of an address that somebody has.
  static final String IN_USE = "Address already in use";

  /// How our own sockets say why a call failed.
  private static final Pattern ERROR = Pattern.compile("\\((\\d+: .*)\\)");

  private Listening() {}

  static List<Listen> of(Configuration configuration, GatewaySettings settings) {
    Map<String, Listen> byAddress = new LinkedHashMap<>();
    for (VirtualServer server : Nginx.of(configuration, settings.version()).servers()) {
      for (Listen listen : server.listens()) {
        if (!listen.quic()) {
          byAddress.merge(
              listen.address() + ' ' + listen.port(),
              listen,
              (first, other) -> other.defaultServer() ? other : first);
        }
      }
    }
    return byAddress.values().stream()
        .filter(listen -> isBoundBy(listen, byAddress, settings.placement()))
        .toList();
  }

  private static boolean isBoundBy(Listen listen, Map<String, Listen> all, Placement placement) {
    boolean isFamilysWildcard = listen.address().equals("*") || listen.address().equals("[::]");
    boolean hasOwnPort =
        placement instanceof Placement.Loopback(Map<Integer, Integer> ports)
            && !ports.containsKey(listen.port());
    if (listen.port() == 0 || isFamilysWildcard || hasOwnPort) {
      return true;
    }
    String wildcard = listen.address().startsWith("[") ? "[::]" : "*";
    return !all.containsKey(wildcard + ' ' + listen.port());
  }

  static Door.Place place(Listen listen, GatewaySettings settings) {
    return switch (settings.placement()) {
      case Placement.AsWritten() -> new Door.Place.Written();
      case Placement.Loopback(Map<Integer, Integer> ports) ->
          new Door.Place.Loopback(Optional.ofNullable(ports.get(listen.port())).orElse(0));
    };
  }

  /// nginx's sentence, and where the `listen` stands.
  static String refusal(Listen listen, IOException failure) {
    String address =
        listen.port() == 0
            ? listen.address()
            : (listen.address().equals("*") ? "0.0.0.0" : listen.address()) + ":" + listen.port();
    return "bind() to "
        + address
        + " failed ("
        + reason(failure)
        + ")"
        + listen.directive().map(Directive::where).map(w -> " in " + w).orElse("");
  }

  /// `98: Address already in use` as nginx writes it, where the transport tells the number.
  private static String reason(IOException failure) {
    String message = String.valueOf(failure.getMessage());
    Matcher told = ERROR.matcher(message);
    return told.find() ? told.group(1) : message;
  }
}
