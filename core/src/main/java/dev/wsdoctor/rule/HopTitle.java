package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.nginx.StreamProxy;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which hop a finding is about, where a request passes this nginx more than once.
final class HopTitle {
  private HopTitle() {}

  /// The finding with its hop named in front.
  static Finding named(Subject subject, Finding finding) {
    int hops = subject.hops().size();
    if (hops < 2) {
      return finding;
    }
    List<Integer> numbers =
        Stream.iterate(1, number -> number + 1)
            .limit(hops)
            .filter(number -> concerns(subject, number, finding.places()))
            .toList();
    return numbers.size() == 1
        ? finding.saying(
            "at hop %s of %s, %s: %s"
                .formatted(
                    numbers.getFirst(),
                    hops,
                    title(subject, numbers.getFirst()),
                    finding.summary()))
        : finding;
  }

  private static boolean concerns(Subject subject, int number, List<Place> places) {
    List<Directive> blocks = blocks(subject, subject.hops().get(number - 1));
    return places.stream()
        .anyMatch(place -> blocks.stream().anyMatch(block -> holds(block, place)));
  }

  /// The server and what is inside of it on the request's way.
  private static List<Directive> blocks(Subject subject, Hop hop) {
    Stream<Directive> scopes =
        hop.decision().scope().stream()
            .flatMap(scope -> scope.chain().stream())
            .map(Scope::block)
            .filter(block -> !block.is("http"));
    return Stream.concat(server(subject, hop).stream(), scopes).distinct().toList();
  }

  private static boolean holds(Directive block, Place place) {
    return covers(block.range(), place)
        || block.body().anyMatch(inner -> inner.where().equals(place.where()));
  }

  private static boolean covers(SourceRange range, Place place) {
    return range.file().name().equals(place.file())
        && range.line() <= place.line()
        && place.line() <= range.file().lineAt(range.end() - 1);
  }

  private static Optional<Directive> server(Subject subject, Hop hop) {
    return hop.isStream()
        ? subject.nginx().stream(hop.connection()).map(StreamProxy::server)
        : hop.decision().server().map(VirtualServer::directive);
  }

  private static String title(Subject subject, int number) {
    return server(subject, subject.hops().get(number - 1))
        .map(BlockTitle::withPlace)
        .orElse("this nginx");
  }
}
