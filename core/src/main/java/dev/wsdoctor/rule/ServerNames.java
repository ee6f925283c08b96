package dev.wsdoctor.rule;

import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.regex.Compiled;
import dev.wsdoctor.regex.Match;
import dev.wsdoctor.regex.Regex;
import dev.wsdoctor.regex.Regexes;
import java.util.Locale;
import java.util.stream.Stream;

/// The names of virtual servers as a rule compares them with a host.
final class ServerNames {
  private ServerNames() {}

  /// Whether a name of the server covers the host, be it exact, a wildcard or a regular expression.
  static boolean cover(VirtualServer server, String host) {
    return server.names().stream()
        .anyMatch(name -> covers(name.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT)));
  }

  private static boolean covers(String name, String host) {
    if (name.startsWith("~")) {
      return Regexes.compile(name.substring(1), true) instanceof Compiled.Valid(Regex regex)
          && regex.match(host) instanceof Match.Matched;
    }
    if (name.startsWith("*.")) {
      return host.endsWith(name.substring(1));
    }
    if (name.startsWith(".")) {
      return host.endsWith(name) || host.equals(name.substring(1));
    }
    return name.endsWith(".*")
        ? host.startsWith(name.substring(0, name.length() - 1))
        : name.equals(host);
  }

  static boolean listensOn(VirtualServer server, int port, boolean tls) {
    return server.listens().stream()
        .anyMatch(listen -> listen.port() == port && listen.ssl() == tls);
  }

  static boolean sameSocket(VirtualServer one, VirtualServer other, int port) {
    return Stream.of(one, other)
        .allMatch(server -> server.listens().stream().anyMatch(listen -> listen.port() == port));
  }
}
