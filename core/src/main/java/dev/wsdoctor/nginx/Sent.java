package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.Optional;

/// The request as nginx sends it to the upstream.
public record Sent(String method, Value target, String version, List<Field> fields) {
  /// One field line and where it comes from.
  public record Field(String name, Value value, Origin origin, Optional<Directive> directive) {}

  /// Who put a field there.
  public enum Origin {
    /// A `proxy_set_header`.
    CONFIGURED,
    /// nginx's own default, such as `Host: $proxy_host`.
    DEFAULT,
    /// Copied from the client's request.
    CLIENT
  }

  public Sent {
    fields = List.copyOf(fields);
  }

  /// All lines of that name, in order.
  public List<Field> all(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).toList();
  }

  /// The first line of that name.
  public Optional<Field> first(String name) {
    return fields.stream().filter(f -> f.name().equalsIgnoreCase(name)).findFirst();
  }

  /// `GET /x HTTP/1.1`.
  public String line() {
    return method + " " + target.text() + " " + version;
  }
}
