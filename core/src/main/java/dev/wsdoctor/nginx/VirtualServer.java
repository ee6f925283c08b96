package dev.wsdoctor.nginx;

import dev.wsdoctor.conf.Directive;
import java.util.List;
import java.util.stream.Stream;

/// A `server` block of http.
public interface VirtualServer {
  Directive directive();

  Scope scope();

  List<Listen> listens();

  /// Its server_names as written, the empty name if it has none.
  List<String> names();

  /// Whether one of its names is this host, exactly, as a wildcard or as a regular expression.
  boolean isNamed(String host);

  /// Its top-level locations in file order; compiled when first asked for.
  List<Location> locations();

  /// All of them in file order, each before those that are nested in it.
  default Stream<Location> everyLocation() {
    return locations().stream().flatMap(Location::withNested);
  }
}
