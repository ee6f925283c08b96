package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.nginx.Listen;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.VirtualServer;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.SocketLocations;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The client opens another scheme, port or path than the configuration serves.
public final class ClientUrlMismatch implements Rule {
  @Override
  public String id() {
    return "client-url-mismatch";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return switch (subject.first().decision().outcome()) {
      case Outcome.NotListening() when !subject.target().tls() -> List.of(notListening(subject));
      case Outcome.WrongProtocol(boolean tls, Optional<Directive> by) when tls ->
          List.of(needsTls(subject, by));
      case Outcome.WrongProtocol _, Outcome.NotListening _ -> List.of();
      case Outcome.Proxied _,
          Outcome.Answered _,
          Outcome.Static _,
          Outcome.Handled _,
          Outcome.Closed _,
          Outcome.NotLoaded _ ->
          Stream.of(
                  rootPath(subject).stream(),
                  otherPort(subject).stream(),
                  preamble(subject),
                  MixedContent.of(subject, id()).stream())
              .flatMap(findings -> findings)
              .toList();
    };
  }

  /// The listener reads the PROXY protocol first: from nginx's own http proxy it never comes, from
  /// a client only through a load balancer.
  private Stream<Finding> preamble(Subject subject) {
    return IntStream.range(0, subject.hops().size())
        .boxed()
        .flatMap(
            i -> {
              boolean isClient = i == 0;
              boolean fromStream = !isClient && subject.hops().get(i - 1).isStream();
              return fromStream
                  ? Stream.<Finding>empty()
                  : preamble(subject.hops().get(i)).map(listen -> preamble(listen, isClient));
            })
        .limit(1);
  }

  private static Stream<Directive> preamble(Hop hop) {
    return hop.decision().server().stream()
        .flatMap(server -> server.listens().stream())
        .filter(listen -> listen.port() == hop.connection().port() && listen.proxyProtocol())
        .flatMap(listen -> listen.directive().stream());
  }

  private Finding preamble(Directive listen, boolean isClient) {
    Finding finding =
        Finding.of(
            id(),
            isClient ? Severity.WARNING : Severity.ERROR,
            isClient ? 0.5 : 0.96,
            isClient
                ? "only through a load balancer that sends the PROXY protocol: this listener expects it"
                : "the next server expects the PROXY protocol, which proxy_pass does not send",
            "Where no PROXY line comes first nginx closes the connection (\"broken header\").");
    return finding
        .at(Place.of(listen.head()))
        .mendedBy(
            Fix.manual(
                isClient
                    ? "open the URL by way of that load balancer, or listen without proxy_protocol on a port of its own"
                    : "listen without proxy_protocol on a port of its own for this nginx"));
  }

  private Finding notListening(Subject subject) {
    Target target = subject.target();
    List<String> served = served(subject);
    boolean otherAddress =
        subject.nginx().servers().stream()
            .flatMap(server -> server.listens().stream())
            .anyMatch(listen -> listen.port() == target.port());
    return Finding.of(
            id(),
            Severity.ERROR,
            0.9,
            "no server of this configuration listens on port %d%s"
                .formatted(target.port(), otherAddress ? " of " + target.host() : ""),
            served.isEmpty()
                ? "The configuration has no server at all; a file that it includes may not be here."
                : "The configuration listens on %s; the URL dials another %s, or another configuration answers there."
                    .formatted(String.join(", ", served), otherAddress ? "address" : "port"))
        .mendedBy(NewListen.mend(subject).orElseGet(() -> Fix.manual(advice(target, served))));
  }

  private static String advice(Target target, List<String> served) {
    return served.isEmpty()
        ? "give the whole configuration: nginx -T | wsdoctor check %s -c - (of a container: docker exec NAME nginx -T)"
            .formatted(target)
        : "open the URL where it is served: %s; where a container or a load balancer passes port %d on, leave --offline out or ask for the port that it comes in at"
            .formatted(String.join(", ", served), target.port());
  }

  private Finding needsTls(Subject subject, Optional<Directive> by) {
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.95,
                "%s is opened where TLS is spoken".formatted(subject.target().scheme()),
                "The listener is a TLS one and answers plain HTTP with 400 (\"The plain HTTP request was sent to"
                    + " HTTPS port\").")
            .mendedBy(
                by.flatMap(listen -> plain(subject, listen))
                    .orElseGet(
                        () -> Fix.manual("open the URL as " + subject.target().scheme() + "s://")));
    return by.map(listen -> finding.at(Place.of(listen.head()))).orElse(finding);
  }

  /// Port 80 is that of plain HTTP: `ssl` behind it is a slip.
  private static Optional<Fix> plain(Subject subject, Directive listen) {
    int ssl = listen.parameters().indexOf("ssl");
    return ssl > 0 && subject.target().port() == 80
        ? Optional.of(
            Fix.review(
                "speak plain HTTP on port 80",
                List.of(
                    Edit.delete(
                        new SourceRange(
                            listen.range().file(),
                            listen.parameterRange(ssl - 1).end(),
                            listen.parameterRange(ssl).end())))))
        : Optional.empty();
  }

  /// Ports, with the address where it is a particular one.
  private static List<String> served(Subject subject) {
    return subject.nginx().servers().stream()
        .flatMap(server -> server.listens().stream())
        .map(ClientUrlMismatch::words)
        .distinct()
        .limit(8)
        .toList();
  }

  private static String words(Listen listen) {
    if (listen.port() == 0) {
      return listen.address();
    }
    boolean any = listen.address().equals("*") || listen.address().equals("[::]");
    return (any ? "" : listen.address() + ":") + listen.port();
  }

  /// The host fell to the default server of this port, and the server of its name listens on
  /// another one.
  private Optional<Finding> otherPort(Subject subject) {
    boolean fellToDefault =
        subject
            .first()
            .decision()
            .server()
            .filter(chosen -> !chosen.isNamed(subject.target().host()))
            .filter(chosen -> !SocketLocations.serve(subject, chosen))
            .isPresent();
    if (!fellToDefault) {
      return Optional.empty();
    }
    return NewListen.candidate(subject)
        .filter(server -> server.isNamed(subject.target().host()))
        .map(server -> otherPort(subject, server));
  }

  private Finding otherPort(Subject subject, VirtualServer server) {
    Finding finding =
        Finding.of(
                id(),
                Severity.ERROR,
                0.97,
                "%s does not listen on port %s"
                    .formatted(BlockTitle.withPlace(server.directive()), subject.target().port()),
                "The server of this name has the socket on another port; on this one the default server answers.")
            .at(Place.of(server.directive().head()));
    return NewListen.mend(subject).map(finding::mendedBy).orElse(finding);
  }

  static boolean isRootPath(Subject subject) {
    return subject.target().webSocket() && subject.target().path().equals("/");
  }

  /// The URL has no path, and the sockets of the server have locations with one.
  private List<Finding> rootPath(Subject subject) {
    if (!isRootPath(subject)) {
      return List.of();
    }
    return Selection.ofFailing(subject)
        .filter(selection -> selection.beaten().isEmpty() && !selection.elsewhere().isEmpty())
        .map(selection -> wrongPath(selection))
        .stream()
        .toList();
  }

  private Finding wrongPath(Selection selection) {
    Location socket = selection.elsewhere().getFirst();
    return Finding.of(
            id(),
            Severity.ERROR,
            0.96,
            "the URL has no path, but the sockets are served at "
                + BlockTitle.withPlace(socket.directive()),
            "The path / is answered by %s, which is made for pages.".formatted(selection.title()))
        .at(List.of(Place.of(selection.place().head()), Place.of(socket.directive().head())))
        .mendedBy(
            Fix.manual("open the socket at the path of " + BlockTitle.of(socket.directive())));
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
