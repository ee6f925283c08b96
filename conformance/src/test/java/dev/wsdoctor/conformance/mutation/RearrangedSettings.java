package dev.wsdoctor.conformance.mutation;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conformance.mutation.Original.Spot;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The settings of a socket's location at another level, in another file, or by way of a variable.
final class RearrangedSettings {
  private static final Set<String> OF_THE_REQUEST =
      Set.of("proxy_set_header", "proxy_http_version", "proxy_read_timeout", "proxy_send_timeout");

  private RearrangedSettings() {}

  static Stream<Rearranged> of(Original original) {
    return Stream.of(
            original.proxyingLocations().flatMap(spot -> ofLocation(original, spot)),
            original.fields("Upgrade").flatMap(spot -> byVariable(original, spot)),
            original.fields("Connection").flatMap(spot -> byVariable(original, spot)),
            original.fields("Connection").flatMap(spot -> literal(original, spot)))
        .flatMap(rearranged -> rearranged);
  }

  private static Stream<Rearranged> ofLocation(Original original, Spot spot) {
    List<Directive> moved =
        spot.directive().children().stream()
            .filter(d -> OF_THE_REQUEST.contains(d.name()))
            .toList();
    List<Directive> inherited =
        spot.around().reversed().stream()
            .map(block -> block.body("proxy_set_header").toList())
            .filter(lines -> !lines.isEmpty())
            .limit(1)
            .flatMap(List::stream)
            .toList();
    if (moved.isEmpty()) {
      return inherited.isEmpty()
          ? Stream.of()
          : Stream.of(
              original.rearranged(
                  "inherited lines written out",
                  spot.directive(),
                  Layout.last(spot.directive(), texts(inherited))));
    }
    Stream<Rearranged> inFile = Stream.of(inFile(original, spot.directive(), moved));
    return Stream.concat(
        inFile, spot.within("server").map(server -> outside(original, spot, server, moved)));
  }

  private static Rearranged inFile(
      Original original, Directive location, List<Directive> settings) {
    String text = settings.stream().map(d -> d.range().text() + "\n").collect(Collectors.joining());
    return original.rearranged(
        "settings in a file",
        location,
        Map.of(Path.of("snippets/rearranged.conf"), text),
        edits(settings, Layout.first(location, List.of("include snippets/rearranged.conf;"))));
  }

  private static Rearranged outside(
      Original original, Spot spot, Directive server, List<Directive> settings) {
    return original.rearranged(
        "settings of the server",
        spot.directive(),
        edits(settings, Layout.first(server, texts(settings))));
  }

  private static Edit[] edits(List<Directive> removed, Edit added) {
    return Stream.concat(removed.stream().map(Layout::remove), Stream.of(added))
        .toArray(Edit[]::new);
  }

  private static List<String> texts(List<Directive> directives) {
    return directives.stream().map(d -> d.range().text()).toList();
  }

  private static Stream<Rearranged> byVariable(Original original, Spot spot) {
    Directive line = spot.directive();
    boolean settable = spot.isIn("location") || spot.isIn("server");
    if (!settable || !line.lastParameter().startsWith("$")) {
      return Stream.of();
    }
    String variable = "$rearranged_" + line.parameter().toLowerCase(Locale.ROOT);
    return Stream.of(
        original.rearranged(
            line.parameter() + " by set",
            line,
            Layout.before(line, List.of("set " + variable + " " + line.lastParameter() + ";")),
            new Edit(line.parameterRange(1), variable)));
  }

  private static Stream<Rearranged> literal(Original original, Spot spot) {
    Directive line = spot.directive();
    return line.lastParameter().startsWith("$")
        ? Stream.of(
            original.rearranged(
                "Connection literally", line, new Edit(line.parameterRange(1), "\"upgrade\"")))
        : Stream.of();
  }
}
