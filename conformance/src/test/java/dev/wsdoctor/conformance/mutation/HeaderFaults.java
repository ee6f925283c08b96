package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What goes wrong with the fields of the handshake and with their inheritance.
final class HeaderFaults {
  private static final String INHERITANCE = "headers-lost-by-inheritance";

  private HeaderFaults() {}

  static Stream<Mutant> of(Original original) {
    return Stream.of(
            dropped(original, "Upgrade"),
            dropped(original, "Connection"),
            bothDropped(original),
            connectionWrong(original),
            upgradeWrong(original),
            foreignLine(original),
            secondHost(original),
            originBlanked(original))
        .flatMap(mutants -> mutants);
  }

  /// When the line was the only one of its level, those of an outer level take its place; when an
  /// outer level has the same line, the fault is as much that the inner level cancels it.
  private static Stream<Mutant> dropped(Original original, String field) {
    return original
        .fields(field)
        .map(
            spot ->
                original.mutant(
                    "drop " + field,
                    spot.directive(),
                    orInheritance(spot, Set.of("upgrade-headers-incomplete")),
                    Layout.remove(spot.directive())));
  }

  private static Set<String> orInheritance(Spot spot, Set<String> ids) {
    boolean outer =
        spot.around().stream()
            .limit(Math.max(0, spot.around().size() - 1))
            .anyMatch(block -> block.body("proxy_set_header").findAny().isPresent());
    return outer ? union(ids, INHERITANCE) : ids;
  }

  private static Set<String> union(Set<String> ids, String id) {
    return Stream.concat(ids.stream(), Stream.of(id))
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /// Dropped from a file that others include, it is as well the include that is outdated.
  private static Stream<Mutant> bothDropped(Original original) {
    return original
        .fields("Upgrade")
        .flatMap(
            upgrade ->
                original
                    .fields("Connection")
                    .filter(connection -> connection.around().equals(upgrade.around()))
                    .filter(connection -> sameFile(connection, upgrade))
                    .limit(1)
                    .map(
                        connection ->
                            original.mutant(
                                "drop Upgrade and Connection",
                                upgrade.directive(),
                                orInheritance(
                                    upgrade, Set.of("upgrade-headers-missing", "include-outdated")),
                                Layout.remove(upgrade.directive()),
                                Layout.remove(connection.directive()))));
  }

  private static boolean sameFile(Spot one, Spot other) {
    return one.directive().range().file() == other.directive().range().file();
  }

  private static Stream<Mutant> connectionWrong(Original original) {
    return original
        .fields("Connection")
        .flatMap(
            spot ->
                Stream.of("keep-alive", "\"\"", "close")
                    .map(
                        value ->
                            original.mutant(
                                "Connection " + value,
                                spot.directive(),
                                Set.of("connection-header-wrong"),
                                value(spot.directive(), value))));
  }

  private static Stream<Mutant> upgradeWrong(Original original) {
    return original
        .fields("Upgrade")
        .flatMap(
            spot ->
                Stream.of("upgrade", "$http_connection", "$http_upgade", "h2c")
                    .map(
                        value ->
                            original.mutant(
                                "Upgrade " + value,
                                spot.directive(),
                                Set.of("upgrade-header-wrong"),
                                value(spot.directive(), value))));
  }

  private static Edit value(Directive header, String value) {
    return new Edit(header.parameterRange(1), value);
  }

  /// One line of its own in a location that inherits.
  private static Stream<Mutant> foreignLine(Original original) {
    return original
        .proxyingLocations()
        .map(Spot::directive)
        .filter(location -> location.body("proxy_set_header").findAny().isEmpty())
        .map(
            location ->
                original.mutant(
                    "foreign line",
                    location,
                    Set.of(INHERITANCE),
                    Layout.first(location, List.of("proxy_set_header X-Request-Id $request_id;"))));
  }

  private static Stream<Mutant> secondHost(Original original) {
    return original
        .fields("Host")
        .map(
            spot ->
                original.mutant(
                    "second Host",
                    spot.directive(),
                    Set.of("duplicate-host-header"),
                    Layout.after(spot.directive(), List.of("proxy_set_header Host $http_host;"))));
  }

  private static Stream<Mutant> originBlanked(Original original) {
    return original
        .fields("Upgrade")
        .map(
            spot ->
                original.mutant(
                    "Origin blanked",
                    spot.directive(),
                    Set.of("origin-stripped"),
                    Layout.after(spot.directive(), List.of("proxy_set_header Origin \"\";"))));
  }
}
