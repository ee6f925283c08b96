package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Servers that are there already, by the names that a configuration has for them.
///
/// @see LoopbackCopy#of for the arguments
final class Servers implements Places {
  private static final String NOWHERE = "127.0.0.1:1";

  private final Map<String, String> places;
  private final Optional<String> others;
  private final String unknownValues;
  private final Map<String, Peer> met = new LinkedHashMap<>();
  private boolean variables;
  private final List<LoopbackCopy.Unmapped> unmapped = new ArrayList<>();

  Servers(Map<String, String> places, Optional<String> others, String unknownValues) {
    this.places = new LinkedHashMap<>(places);
    this.others = others;
    this.unknownValues = unknownValues;
  }

  @Override
  public String of(Peer peer, Directive named) {
    met.putIfAbsent(peer.name(), peer);
    Optional<String> place = Optional.ofNullable(places.get(peer.name())).or(() -> others);
    if (place.isEmpty()) {
      unmapped.add(new LoopbackCopy.Unmapped(peer.name(), named.where()));
    }
    return place.orElse(NOWHERE);
  }

  Map<String, String> places() {
    return places;
  }

  /// Notes that a `proxy_pass` has variables.
  void meetVariables() {
    variables = true;
  }

  boolean haveVariables() {
    return variables;
  }

  /// Who is asked when a value of variables names none of them.
  String unknownValues() {
    return others.orElse(unknownValues);
  }

  /// The names that the configuration has written out.
  Set<String> names() {
    return new LinkedHashSet<>(met.keySet());
  }

  List<LoopbackCopy.Unmapped> unmapped() {
    return unmapped;
  }

  void remember(Originals originals) {
    met.forEach(
        (name, peer) -> {
          String place = places.getOrDefault(name, "");
          if (place.matches(".*:[0-9]+")) {
            int port = Integer.parseInt(place.replaceFirst(".*:", ""));
            originals.port(port, peer.authority(), peer.address(), peer.port());
          }
        });
  }
}
