package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.ConnectionMap;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.stream.Stream;

/// A `map` for Connection that names only what it reads, or only what it defines.
final class MapArguments {
  private static final String READ = "$http_upgrade";

  private MapArguments() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.message().startsWith("invalid number of arguments in \"map\"")
        ? WrittenDirectives.of(refusal.subject().configuration(), refusal.place().file())
            .filter(map -> map.is("map") && map.parameterCount() == 1)
            .filter(map -> map.parameter().matches("\\$\\w+"))
            .filter(MapArguments::isForConnection)
            .map(MapArguments::completed)
        : Stream.of();
  }

  private static boolean isForConnection(Directive map) {
    return map.body("default").anyMatch(row -> row.parameter().equalsIgnoreCase("upgrade"));
  }

  private static Candidate completed(Directive map) {
    SourceRange only = map.parameterRange(0);
    return map.parameter().equals(READ)
        ? new Candidate(
            Edit.insert(only.file(), only.end(), " " + ConnectionMap.USUAL_NAME),
            "say what the map defines")
        : new Candidate(
            Edit.insert(only.file(), only.start(), READ + " "), "say what the map reads");
  }
}
