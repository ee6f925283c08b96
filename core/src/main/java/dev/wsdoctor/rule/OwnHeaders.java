package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.nginx.Scope;
import java.util.List;
import java.util.stream.Stream;

/// Adds `proxy_set_header` lines to a location without cancelling what it inherits.
public final class OwnHeaders {
  private OwnHeaders() {}

  /// The lines behind the last one of the location; in a location without own ones, the inherited
  /// ones come along, but for the fields that are set anew.
  public static Edit add(Scope location, List<String> lines, List<String> fields) {
    List<Directive> own =
        location.block().children().stream()
            .filter(child -> child.is(HeaderSettings.DIRECTIVE))
            .toList();
    if (!own.isEmpty()) {
      return Layout.after(own.getLast(), lines);
    }
    boolean inherits = location.own(HeaderSettings.DIRECTIVE).isEmpty();
    Stream<String> inherited =
        (inherits ? HeaderSettings.inForce(location) : List.<Directive>of())
            .stream()
                .filter(
                    line -> fields.stream().noneMatch(field -> HeaderSettings.sets(line, field)))
                .map(line -> line.head().text().strip() + ";");
    List<String> all = Stream.concat(inherited, lines.stream()).toList();
    Stream<Directive> passes =
        location.block().children().stream().filter(child -> child.is("proxy_pass"));
    return passes
        .findFirst()
        .map(pass -> Layout.after(pass, all))
        .orElseGet(() -> Layout.first(location.block(), all));
  }
}
