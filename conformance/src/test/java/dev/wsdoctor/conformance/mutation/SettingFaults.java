package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What goes wrong with the other settings of a proxying location, and with `map`.
final class SettingFaults {
  private SettingFaults() {}

  static Stream<Mutant> of(Original original) {
    return Stream.of(
            versionDropped(original),
            versionOld(original),
            timeoutZero(original),
            responseHidden(original),
            mapDropped(original),
            mapBroken(original),
            variableMisspelt(original),
            variableHost(original))
        .flatMap(mutants -> mutants);
  }

  private static Stream<Mutant> versionDropped(Original original) {
    return original
        .spots("proxy_http_version")
        .map(
            spot ->
                original.mutant(
                    "drop proxy_http_version",
                    spot.directive(),
                    Set.of("upstream-http-1.0"),
                    Layout.remove(spot.directive())));
  }

  private static Stream<Mutant> versionOld(Original original) {
    return original
        .spots("proxy_http_version")
        .map(
            spot ->
                original.mutant(
                    "proxy_http_version 1.0",
                    spot.directive(),
                    Set.of("upstream-http-1.0"),
                    new Edit(spot.directive().parameterRange(0), "1.0")));
  }

  private static Stream<Mutant> timeoutZero(Original original) {
    return original
        .spots("proxy_read_timeout")
        .map(
            spot ->
                original.mutant(
                    "proxy_read_timeout 0",
                    spot.directive(),
                    Set.of("read-timeout-zero"),
                    new Edit(spot.directive().parameterRange(0), "0")));
  }

  private static Stream<Mutant> responseHidden(Original original) {
    return original
        .proxyingLocations()
        .map(Spot::directive)
        .flatMap(
            location ->
                Stream.of("Upgrade", "Sec-WebSocket-Accept")
                    .map(
                        field ->
                            original.mutant(
                                "hide " + field,
                                location,
                                Set.of("upgrade-response-hidden"),
                                Layout.first(
                                    location, List.of("proxy_hide_header " + field + ";")))));
  }

  private static Stream<Mutant> mapDropped(Original original) {
    return original
        .spots("map")
        .filter(spot -> spot.directive().isBlock())
        .map(
            spot ->
                original.mutant(
                    "drop the map",
                    spot.directive(),
                    Set.of("map-missing"),
                    Layout.remove(spot.directive())));
  }

  /// Of a map that feeds Upgrade, that field is what comes out wrong.
  private static Stream<Mutant> mapBroken(Original original) {
    return original
        .spots("map")
        .map(Spot::directive)
        .filter(map -> map.parameters().size() == 2)
        .filter(map -> map.parameters().get(1).matches(".*(upgrade|connection)"))
        .flatMap(
            map ->
                Stream.concat(
                    Stream.of(wrongSource(original, map)),
                    map.children().stream()
                        .filter(line -> line.is("default"))
                        .map(line -> wrongDefault(original, map, line))));
  }

  private static final Set<String> FIELD_WRONG =
      Set.of("connection-header-wrong", "upgrade-header-wrong");

  private static Mutant wrongSource(Original original, Directive map) {
    return original.mutant(
        "map of another variable",
        map,
        FIELD_WRONG,
        new Edit(map.parameterRange(0), "$http_upgarde"));
  }

  private static Mutant wrongDefault(Original original, Directive map, Directive line) {
    return original.mutant(
        "map with another default", map, FIELD_WRONG, new Edit(line.parameterRange(0), "close"));
  }

  private static Stream<Mutant> variableMisspelt(Original original) {
    return original
        .spots("proxy_set_header")
        .map(Spot::directive)
        .filter(header -> header.parameters().size() == 2)
        .filter(header -> header.parameters().get(1).matches("\\$\\w*connection(_upgrade)?"))
        .filter(header -> !header.parameters().get(1).startsWith("$http_"))
        .map(
            header ->
                original.mutant(
                    "misspelt variable",
                    header,
                    Set.of("map-missing"),
                    new Edit(
                        header.parameterRange(1),
                        header.parameters().get(1).replace("nnection", "nection"))));
  }

  /// A host name from a variable: the system's own names are not known to nginx at run time.
  private static Stream<Mutant> variableHost(Original original) {
    return original
        .spots("proxy_pass")
        .map(Spot::directive)
        .filter(pass -> pass.parameter().matches("https?://(127\\.0\\.0\\.1|localhost):\\d+"))
        .map(
            pass ->
                original.mutant(
                    "host from a variable",
                    pass,
                    Set.of("resolver-missing", "upstream-url-invalid"),
                    Layout.before(pass, List.of("set $upstream_host localhost;")),
                    new Edit(
                        pass.parameterRange(0),
                        pass.parameter()
                            .replaceFirst("127\\.0\\.0\\.1|localhost", "\\$upstream_host"))));
  }
}
