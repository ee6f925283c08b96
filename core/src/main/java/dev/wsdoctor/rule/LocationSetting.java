package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sets directives for one location alone: anew where they stand in it, else behind its proxy_pass.
public final class LocationSetting {
  private LocationSetting() {}

  public static List<Edit> edits(Outcome.Proxied hop, String name, String value) {
    return edits(hop, Map.of(name, value));
  }

  /// Several at once, since lines that are added at one spot are one edit.
  public static List<Edit> edits(Outcome.Proxied hop, Map<String, String> valueByName) {
    Scope location = HandshakeMend.locationOf(hop.scope());
    List<Edit> edits = new ArrayList<>();
    List<String> added = new ArrayList<>();
    valueByName.forEach(
        (name, value) ->
            writtenHere(location, name)
                .ifPresentOrElse(
                    line -> edits.add(new Edit(parameters(line), value)),
                    () -> added.add(name + " " + value + ";")));
    if (!added.isEmpty()) {
      edits.add(behindPass(location.block(), hop.by(), added));
    }
    return edits;
  }

  /// The line that holds in this location and is written in its own block.
  private static Optional<Directive> writtenHere(Scope location, String name) {
    return location.own(name).stream()
        .filter(line -> !line.parameters().isEmpty())
        .reduce((_, later) -> later);
  }

  private static SourceRange parameters(Directive line) {
    return new SourceRange(
        line.range().file(),
        line.parameterRange(0).start(),
        line.parameterRange(line.parameters().size() - 1).end());
  }

  private static Edit behindPass(Directive location, Directive pass, List<String> lines) {
    return location.children().contains(pass)
        ? Layout.after(pass, lines)
        : Layout.first(location, lines);
  }
}
