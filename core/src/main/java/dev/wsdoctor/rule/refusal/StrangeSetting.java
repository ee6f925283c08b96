package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.directive.Catalogue;
import dev.wsdoctor.directive.Context;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What belongs to a location and stands elsewhere: `proxy_pass` in a server gets the location that
/// takes everything, and settings in an upstream go to the locations that proxy to it.
final class StrangeSetting {
  private StrangeSetting() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.message().contains("directive is not allowed here")
        ? WrittenDirectives.of(refusal.subject().configuration(), refusal.place().file())
            .flatMap(
                block ->
                    block.children().stream()
                        .filter(line -> line.range().start() == refusal.place().start())
                        .flatMap(line -> moved(refusal.subject(), block, line).stream()))
        : Stream.of();
  }

  private static Optional<Candidate> moved(Subject subject, Directive block, Directive line) {
    if (block.is("server") && line.is("proxy_pass")) {
      return Optional.of(handled(block, line));
    }
    return block.is("upstream") && isOfLocations(subject, line)
        ? used(subject, block)
        : Optional.empty();
  }

  private static Candidate handled(Directive server, Directive pass) {
    boolean taken =
        server.body("location").anyMatch(location -> location.parameters().equals(List.of("/")));
    String line = pass.head().text().strip() + ";";
    String indented = Layout.beside(pass).each(List.of("location / {", "    " + line, "}")).strip();
    return taken
        ? new Candidate(Layout.remove(pass), "take proxy_pass out of the server: locations have it")
        : new Candidate(
            new Edit(pass.range(), indented),
            "put proxy_pass into a location: it is not allowed in a server");
  }

  private static boolean isOfLocations(Subject subject, Directive line) {
    return Catalogue.of(subject.version()).find(line.name(), Context.LOCATION).isPresent();
  }

  /// All such lines of the upstream, to where they are not set yet.
  private static Optional<Candidate> used(Subject subject, Directive upstream) {
    List<Directive> settings =
        upstream.children().stream()
            .filter(line -> isOfLocations(subject, line))
            .filter(
                line ->
                    Catalogue.of(subject.version()).find(line.name(), Context.UPSTREAM).isEmpty())
            .toList();
    List<Edit> added =
        subject.configuration().files().stream()
            .flatMap(file -> WrittenDirectives.of(subject.configuration(), file))
            .filter(block -> block.children().stream().anyMatch(line -> isTo(line, upstream)))
            .flatMap(location -> added(location, upstream, settings).stream())
            .toList();
    return added.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Candidate(
                Stream.concat(settings.stream().map(Layout::remove), added.stream()).toList(),
                "move what is not allowed in the upstream to the locations that proxy to it",
                List.of()));
  }

  private static boolean isTo(Directive line, Directive upstream) {
    return line.is("proxy_pass")
        && line.parameter()
            .matches("https?://" + java.util.regex.Pattern.quote(upstream.parameter()) + "(/.*)?");
  }

  private static Optional<Edit> added(
      Directive location, Directive upstream, List<Directive> settings) {
    List<String> lines =
        settings.stream()
            .filter(line -> location.body(line.name()).noneMatch(own -> isSame(own, line)))
            .map(line -> line.head().text().strip() + ";")
            .toList();
    return location.children().stream()
        .filter(line -> isTo(line, upstream) && !lines.isEmpty())
        .findFirst()
        .map(pass -> Layout.after(pass, lines));
  }

  private static boolean isSame(Directive own, Directive line) {
    return !line.is(HeaderSettings.DIRECTIVE) || own.parameter().equalsIgnoreCase(line.parameter());
  }
}
