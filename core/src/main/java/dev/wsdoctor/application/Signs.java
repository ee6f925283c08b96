package dev.wsdoctor.application;

import java.util.List;

/// How an application is recognised in a configuration or a URL. A sign that is `common` says
/// nothing alone. `pages` are ordinary requests that have to pass beside the sockets.
public record Signs(
    List<Name> names,
    List<Port> ports,
    List<Socket> sockets,
    List<String> queries,
    List<String> fields,
    List<String> pages) {
  /// A port that it listens on by default.
  public record Port(int number, boolean common) {}

  /// A path of its sockets.
  public record Socket(PathPattern path, boolean common) {
    /// As a sign of something that merely uses the same protocol.
    Socket shared() {
      return new Socket(path, true);
    }
  }

  public Signs {
    names = List.copyOf(names);
    ports = List.copyOf(ports);
    sockets = List.copyOf(sockets);
    queries = List.copyOf(queries);
    fields = List.copyOf(fields);
    pages = List.copyOf(pages);
  }
}
