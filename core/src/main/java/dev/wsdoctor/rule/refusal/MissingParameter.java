package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.rule.ConnectionMap;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A directive that says less than nginx wants to know, where the rest of the configuration or the
/// URL tells what is missing.
final class MissingParameter {
  private MissingParameter() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.miscounted().isEmpty()
        ? Stream.of()
        : refusal.line().flatMap(line -> completed(refusal, line).stream());
  }

  private static Optional<Candidate> completed(Refusal refusal, Directive line) {
    String host = refusal.subject().target().host();
    return switch (line.name() + " " + line.parameterCount()) {
      case "server_name 0" -> Optional.of(added(line, host, "name the host of the URL"));
      case "location 0" -> Optional.of(added(line, "/", "let the location take every path"));
      case "map 0" ->
          Optional.of(
              added(
                  line,
                  "$http_upgrade " + ConnectionMap.USUAL_NAME,
                  "say what the map reads and defines"));
      case "upstream 0" ->
          unknownUpstream(refusal)
              .map(name -> added(line, name, "name the upstream as proxy_pass does"));
      case "set 1" -> Optional.of(added(line, "\"\"", "set it to nothing"));
      case "try_files 1" ->
          Optional.of(added(line, "=404", "say what to answer when no file is there"));
      case "proxy_buffers 1" ->
          Optional.of(
              new Candidate(
                  Edit.insert(line.range().file(), line.parameterRange(0).start(), "8 "),
                  "say how many buffers there are: nginx has 8 where nobody says"));
      case "ssl_certificate 2" -> Optional.of(keyApart(line));
      default -> Optional.empty();
    };
  }

  private static Candidate added(Directive line, String text, String advice) {
    return new Candidate(Parameters.added(line, text), advice + ": " + text);
  }

  /// A bare word that a `proxy_pass` goes to and that no upstream is called.
  private static Optional<String> unknownUpstream(Refusal refusal) {
    List<String> known =
        refusal.everywhere().filter(line -> line.is("upstream")).map(Directive::parameter).toList();
    return refusal
        .everywhere()
        .filter(line -> line.is("proxy_pass"))
        .map(SocketLocations::origin)
        .map(origin -> origin.replaceFirst("^https?://", ""))
        .filter(word -> word.matches("[\\w-]+") && !known.contains(word))
        .findFirst();
  }

  /// The certificate and its key in one line.
  private static Candidate keyApart(Directive line) {
    String certificate = line.parameterRange(0).text();
    String key = line.parameterRange(1).text();
    String indentation = " ".repeat(Math.max(0, line.range().column() - 1));
    return new Candidate(
        Parameters.all(line, certificate + ";\n" + indentation + "ssl_certificate_key " + key),
        "give the key a line of its own");
  }
}
