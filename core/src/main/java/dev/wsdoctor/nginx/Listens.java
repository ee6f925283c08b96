package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the `listen` lines of a server block (`ngx_http_core_listen`, `ngx_parse_url`).
final class Listens {
  /// Ports of one `listen 127.0.0.1:8000-8999` that are looked at.
  static final int MAX_PORT_RANGE = 4096;

  private static final int HTTP_PORT = 80;
  private static final Pattern PORTS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

  private Listens() {}

  static List<Listen> of(Directive server) {
    List<Listen> listens = new ArrayList<>();
    server.body("listen").forEach(listen -> add(listen, listens));
    if (listens.isEmpty()) {
      listens.add(new Listen("*", HTTP_PORT, false, false, false, false, false, Optional.empty()));
    }
    return listens;
  }

  private static void add(Directive listen, List<Listen> to) {
    String written = listen.parameter();
    if (written.startsWith("unix:")) {
      to.add(listen(written, 0, listen));
      return;
    }
    int colon = written.lastIndexOf(':');
    boolean bracketed = written.startsWith("[");
    if (bracketed && colon < written.indexOf(']')) {
      to.add(listen(address(written), HTTP_PORT, listen));
      return;
    }
    Matcher ports = PORTS.matcher(written.substring(colon + 1));
    if (ports.matches()) {
      addRange(address(written.substring(0, Math.max(colon, 0))), ports, listen, to);
    } else if (colon < 0) {
      to.add(listen(address(written), HTTP_PORT, listen));
    }
  }

  private static void addRange(String address, Matcher ports, Directive listen, List<Listen> to) {
    int first = Integer.parseInt(ports.group(1));
    String written = ports.group(2);
    int last = written == null ? first : Integer.parseInt(written);
    for (int port = first; port <= last && port - first < MAX_PORT_RANGE; port++) {
      to.add(listen(address, port, listen));
    }
  }

  /// `*` for any IPv4 address, `[::]` for any IPv6 one, else the literal in its shortest spelling.
  private static String address(String written) {
    if (written.isEmpty() || written.equals("*")) {
      return "*";
    }
    return Listeners.normalised(written);
  }

  private static Listen listen(String address, int port, Directive directive) {
    boolean isDefault = has(directive, "default_server") || has(directive, "default");
    return new Listen(
        address,
        port,
        isDefault,
        has(directive, "ssl"),
        has(directive, "http2"),
        has(directive, "quic"),
        has(directive, "proxy_protocol"),
        Optional.of(directive));
  }

  private static boolean has(Directive listen, String parameter) {
    return listen.parameters().indexOf(parameter) > 0;
  }
}
