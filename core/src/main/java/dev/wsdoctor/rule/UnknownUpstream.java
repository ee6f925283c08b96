package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.EditDistance;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Upstream;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A `proxy_pass` to a bare word that no upstream is called, beside an upstream that nothing uses
/// and that was meant: its name is nearly that word, or it is the only such one and the word has no
/// port, as a host would. nginx looks the word up as a host and does not start.
final class UnknownUpstream {
  private UnknownUpstream() {}

  static Optional<Finding> of(Subject subject, String id) {
    return subject.proxied().flatMap(hop -> finding(subject, hop, id).stream()).findFirst();
  }

  private static Optional<Finding> finding(Subject subject, Outcome.Proxied hop, String id) {
    String host = hop.target().host().text();
    Directive pass = hop.by();
    boolean bare =
        hop.target().upstream().flatMap(Upstream::directive).isEmpty()
            && host.matches("[\\w-]+")
            && pass.parameter().contains("://" + host);
    return bare
        ? meant(subject, pass, host).map(name -> finding(pass, host, name, id))
        : Optional.empty();
  }

  private static Optional<String> meant(Subject subject, Directive pass, String host) {
    List<String> unused = unused(subject).toList();
    boolean alone = unused.size() == 1 && SocketLocations.origin(pass).endsWith("://" + host);
    return EditDistance.nearest(unused.stream(), host)
        .or(() -> unused.stream().filter(_ -> alone).findFirst());
  }

  private static Stream<String> unused(Subject subject) {
    List<String> written =
        subject.configuration().files().stream()
            .flatMap(file -> WrittenDirectives.of(subject.configuration(), file))
            .filter(line -> !line.is("upstream") && !line.is("server_name"))
            .flatMap(line -> line.parameters().stream())
            .toList();
    return subject.nginx().upstreams().stream()
        .map(Upstream::name)
        .filter(name -> written.stream().noneMatch(to -> isTo(to, name)));
  }

  /// `http://name/`, or the name alone as `map` and `set` have it.
  private static boolean isTo(String parameter, String name) {
    return parameter.matches("(.*://)?" + Pattern.quote(name) + "([:/].*)?");
  }

  private static Finding finding(Directive pass, String host, String name, String id) {
    String right = pass.parameter().replaceFirst("://" + host, "://" + name);
    return Finding.of(
            id,
            Severity.ERROR,
            0.97,
            "no upstream is called %s, and none uses the upstream %s".formatted(host, name),
            "nginx takes a word that no upstream has for a host and looks it up when it starts: \"host not found in upstream\".")
        .at(Place.of(pass.head()))
        .mendedBy(Fix.review("proxy to " + name, List.of(new Edit(pass.parameterRange(0), right))));
  }
}
