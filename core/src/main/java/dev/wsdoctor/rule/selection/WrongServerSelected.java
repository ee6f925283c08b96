package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.HandshakeRules;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Another virtual server takes this host and port than the one that has the socket.
public final class WrongServerSelected implements Rule {
  private static final int MOST_SERVERS = 1000;

  /// What people write for a server that is to take every name; to nginx they are no more than
  /// names that nobody asks for.
  private static final Set<String> NO_NAMES = Set.of("", "_", "__", "*");

  @Override
  public String id() {
    return "wrong-server-selected";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    Optional<SniMap> passed = SniMap.of(subject);
    if (passed.isPresent()) {
      return List.of(finding(subject, passed.get()));
    }
    Hop hop = subject.first();
    Optional<VirtualServer> chosen = hop.decision().server();
    if (chosen.isEmpty() || subject.hops().size() > 1 || isWhole(hop)) {
      return List.of();
    }
    return meant(subject, chosen.get())
        .filter(server -> !opens(hop) || isStranded(subject, hop, server))
        .map(server -> finding(subject, chosen.get(), server))
        .stream()
        .toList();
  }

  /// The server that is chosen sends the handshake on as it should.
  private static boolean isWhole(Hop hop) {
    return fault(hop).filter(fault -> fault == HandshakeRules.Fault.NONE).isPresent();
  }

  private static boolean opens(Hop hop) {
    return fault(hop).filter(fault -> fault != HandshakeRules.Fault.BOTH_MISSING).isPresent();
  }

  private static Optional<HandshakeRules.Fault> fault(Hop hop) {
    return hop.proxied().map(HandshakeRules::of);
  }

  /// The default server has something of the handshake and spoils it ([#isWhole]), while the server
  /// that sends it on has no name but that of its own machine, by which nobody asks for it.
  private static boolean isStranded(Subject subject, Hop hop, VirtualServer server) {
    return fault(hop).isPresent()
        && !subject.target().host().equals("localhost")
        && server.names().equals(List.of("localhost"));
  }

  /// A server on the same port that has the socket: one with the same name that nginx ignores, or,
  /// when the host is nobody's and fell to the default server, one with a location for it.
  private static Optional<VirtualServer> meant(Subject subject, VirtualServer chosen) {
    String host = subject.target().host();
    int port = subject.target().port();
    if (!listensOn(chosen, port)) {
      return Optional.empty();
    }
    boolean fellToDefault = !chosen.isNamed(host);
    return subject.nginx().servers().stream()
        .limit(MOST_SERVERS)
        .filter(server -> !server.directive().equals(chosen.directive()))
        .filter(server -> listensOn(server, port))
        .filter(
            server ->
                fellToDefault || server.isNamed(host) || isOvershadowed(subject, chosen, server))
        .filter(server -> SocketLocations.serve(subject, server))
        .findFirst();
  }

  /// The page that a package brings along has the name `localhost`, and answers in the place of a
  /// site that has none.
  private static boolean isOvershadowed(
      Subject subject, VirtualServer chosen, VirtualServer other) {
    return NginxAnswer.of(subject).filter(NginxAnswer::isRedirect).isEmpty()
        && SocketLocations.proxying(chosen).findAny().isEmpty()
        && other.names().stream().allMatch(NO_NAMES::contains);
  }

  private static boolean listensOn(VirtualServer server, int port) {
    return server.listens().stream().anyMatch(listen -> listen.port() == port);
  }

  private Finding finding(Subject subject, VirtualServer chosen, VirtualServer meant) {
    String host = subject.target().host();
    return Finding.of(
            id(),
            Severity.ERROR,
            0.975,
            "%s takes %s, not %s"
                .formatted(
                    BlockTitle.withPlace(chosen.directive()),
                    host,
                    BlockTitle.withPlace(meant.directive())),
            why(chosen, meant, host))
        .at(List.of(Place.of(chosen.directive().head()), Place.of(name(meant).head())))
        .mendedBy(mend(chosen, meant, host, subject.target().port()));
  }

  private Finding finding(Subject subject, SniMap passed) {
    String host = subject.target().host();
    return Finding.of(
            id(),
            Severity.ERROR,
            0.975,
            "stream does not pass %s on to %s"
                .formatted(host, BlockTitle.withPlace(passed.meant().directive())),
            "With ssl_preread the map of names decides before any server of http is asked; a name that is not in it"
                + " goes where default leads.")
        .at(List.of(Place.of(passed.pass().head()), Place.of(passed.meant().directive().head())))
        .mendedBy(passed.mend(host));
  }

  private static String why(VirtualServer chosen, VirtualServer meant, String host) {
    if (chosen.isNamed(host) && !meant.isNamed(host)) {
      return "A server that has the name wins against one that has none; no server_name takes what others have.";
    }
    if (meant.isNamed(host) && !chosen.isNamed(host)) {
      return "A name counts only among the servers of the address that the connection comes in at: [::] alone is IPv6,"
          + " and an address of its own is no other; the default server of the client's address answers.";
    }
    return chosen.isNamed(host)
        ? "Both have a name for this host on the same port: an exact name beats a wildcard and a wildcard a"
            + " regular expression, and of two equal names nginx ignores the second (\"conflicting server name\")."
        : "No server on this port is called %s, so the default server answers; %s is called %s."
            .formatted(host, BlockTitle.of(meant.directive()), String.join(", ", meant.names()));
  }

  private static Directive name(VirtualServer server) {
    return server.directive().body("server_name").findFirst().orElse(server.directive());
  }

  private static Fix mend(VirtualServer chosen, VirtualServer meant, String host, int port) {
    Directive name = name(meant);
    Optional<Edit> rival = withoutName(chosen, meant, host);
    if (meant.isNamed(host) && rival.isPresent()) {
      return Fix.review(
          "take the name %s from %s".formatted(host, BlockTitle.withPlace(chosen.directive())),
          List.of(rival.get()));
    }
    if (rival.isPresent()) {
      return Fix.review(
          "give the name %s to the server that has the socket".formatted(host),
          List.of(rival.get(), named(meant, host)));
    }
    if (meant.isNamed(host) && !chosen.isNamed(host)) {
      return NewListen.beside(chosen, meant, port)
          .orElseGet(
              () ->
                  Fix.manual(
                      "let the server that has the socket listen where %s does"
                          .formatted(BlockTitle.of(chosen.directive()))));
    }
    boolean named = meant.names().contains(host);
    if (named || (name.is("server_name") && name.parameters().isEmpty())) {
      return Fix.manual("give the server that has the socket a server_name of its own for " + host);
    }
    return Fix.review("call the server that has the socket " + host, List.of(named(meant, host)));
  }

  /// One more name, or the first: without any a server takes the host only where it is the default.
  private static Edit named(VirtualServer meant, String host) {
    Directive name = name(meant);
    if (name.is("server_name")) {
      return Edit.insert(name.range().file(), name.head().end(), " " + host);
    }
    List<String> line = List.of("server_name " + host + ";");
    return name.body("listen")
        .reduce((_, later) -> later)
        .filter(listen -> listen.range().file().equals(name.range().file()))
        .map(listen -> Layout.after(listen, line))
        .orElseGet(() -> Layout.first(name, line));
  }

  /// The chosen server without the name, if it has it as written, or as the other one writes it.
  private static Optional<Edit> withoutName(
      VirtualServer chosen, VirtualServer meant, String host) {
    return Stream.concat(Stream.of(host), meant.names().stream())
        .flatMap(name -> withoutName(chosen, name).stream())
        .findFirst();
  }

  private static Optional<Edit> withoutName(VirtualServer chosen, String host) {
    return chosen
        .directive()
        .body("server_name")
        .filter(line -> line.parameters().contains(host))
        .findFirst()
        .map(
            line ->
                line.parameterCount() == 1
                    ? Layout.remove(line)
                    : Edit.delete(line.parameterRange(line.parameters().indexOf(host))));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
