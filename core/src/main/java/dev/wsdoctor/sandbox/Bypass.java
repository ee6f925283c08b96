package dev.wsdoctor.sandbox;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.nginx.Connection;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request does not meet: a program that cannot run it may do without it. Files may be there
/// or not, so that a location which depends on them counts as met.
final class Bypass {
  /// The word that a refusal is about.
  private static final Pattern WORD = Pattern.compile("\"([^\"]+)\".*");

  private final List<Visit> visits;
  private final List<Decision> ways = new ArrayList<>();

  Bypass(
      Configuration configuration, Connection connection, Request request, NginxVersion version) {
    this.visits = Visit.all(configuration);
    Nginx nginx = Nginx.of(configuration, version);
    collect(nginx.decide(connection, request, FileView.UNKNOWN));
    for (Decision way : List.copyOf(ways)) {
      way.scope()
          .flatMap(scope -> scope.setting("auth_request"))
          .map(Directive::parameter)
          .filter(uri -> uri.startsWith("/"))
          .ifPresent(
              uri -> collect(nginx.decideWithin(connection, request, uri, FileView.UNKNOWN)));
    }
  }

  private void collect(Decision way) {
    ways.add(way);
    way.alternatives().forEach(this::collect);
  }

  /// The location around what is refused, if the request does not meet it.
  Optional<SourceRange> around(ConfigurationError refusal) {
    return refusal
        .place()
        .flatMap(place -> visited(place, word(refusal.message())))
        .flatMap(Bypass::location)
        .filter(location -> ways.stream().noneMatch(way -> meets(way, location)));
  }

  private static String word(String message) {
    Matcher matcher = WORD.matcher(message);
    return matcher.matches() ? matcher.group(1) : "";
  }

  private Optional<Visit> visited(SourceRange line, String name) {
    return visits.stream()
        .filter(visit -> visit.name().equals(name) && isNamedBy(line, visit.directive()))
        .findFirst();
  }

  /// Whether messages about the directive name that line (`ConfigurationError.of`).
  private static boolean isNamedBy(SourceRange line, Directive directive) {
    return directive.range().file().equals(line.file())
        && (directive.head().line() == line.line() || directive.terminator().line() == line.line());
  }

  /// The outermost location around it: that is there for all of what is in it.
  private static Optional<SourceRange> location(Visit visit) {
    return visit.around().stream()
        .filter(block -> block.is("location"))
        .findFirst()
        .map(Directive::range);
  }

  private static boolean meets(Decision way, SourceRange location) {
    boolean endsThere =
        way.location().map(chosen -> chosen.scope().chain()).orElse(List.of()).stream()
            .map(Scope::block)
            .anyMatch(block -> block.range().equals(location));
    return endsThere
        || way.steps().stream()
            .map(Step::place)
            .flatMap(Optional::stream)
            .anyMatch(location::contains);
  }
}
