package dev.wsdoctor.rule.selection;

import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.Optional;

/// An exact location that serves a directory takes the request: its index is another path, for
/// which the backend is asked.
record IndexInTheWay(VirtualServer server, Location page, Location meant) {
  static Optional<IndexInTheWay> of(Subject subject) {
    Hop hop = subject.last();
    String asked = hop.request().target();
    Optional<VirtualServer> server = hop.decision().server();
    Optional<Location> entered = server.flatMap(one -> subject.nginx().locate(one, asked));
    Optional<Location> taken =
        hop.decision().location().filter(SocketLocations::isOne).filter(_ -> asksForAnother(hop));
    return entered
        .filter(page -> page.kind() == Location.Kind.EXACT && page.name().endsWith("/"))
        .filter(page -> SocketLocations.proxyPass(page).isEmpty())
        .filter(page -> page.scope().own("error_page").isEmpty())
        .flatMap(
            page ->
                taken
                    .filter(meant -> asked.startsWith(meant.name()))
                    .map(meant -> new IndexInTheWay(server.orElseThrow(), page, meant)));
  }

  private static boolean asksForAnother(Hop hop) {
    String asked = hop.request().target();
    return hop.proxied()
        .map(Outcome.Proxied::sent)
        .filter(sent -> sent.target().isKnown() && !sent.target().text().equals(asked))
        .isPresent();
  }

  Fix mend() {
    return Detour.around(server, page, meant)
        .orElseGet(
            () ->
                Fix.manual(
                    "give the socket a path of its own: %s serves a page"
                        .formatted(BlockTitle.of(page.directive()))));
  }
}
