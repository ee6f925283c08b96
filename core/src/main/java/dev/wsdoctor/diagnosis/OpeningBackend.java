package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Tunnel.Limit;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.probe.AnswerText;
import dev.wsdoctor.probe.NginxPage;
import dev.wsdoctor.probe.Observation;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Why nginx fails with a request that its backend opens when it is asked directly: the two differ
/// in who asks, from where, how long they wait, and how large an answer they take. Only when none
/// of that explains it another configuration is in force.
final class OpeningBackend {
  private static final String MAX_CONNS = "max_conns=";

  private final Prediction prediction;
  private final Observation front;
  private final List<Observation> backends;
  private final boolean logged;
  private final Optional<Outcome.Proxied> proxied;

  /// `logged`: nginx's error log tells why this handshake failed.
  OpeningBackend(
      Prediction prediction, Observation front, List<Observation> backends, boolean logged) {
    this.prediction = prediction;
    this.front = front;
    this.backends = backends;
    this.logged = logged;
    this.proxied = prediction.subject().last().proxied();
  }

  /// Nothing when the log says it better; `status` is 0 when there was no answer.
  Optional<Finding> cause(int status) {
    Optional<Finding> measured =
        switch (status) {
          case 504 -> tooSlow();
          case 502 -> tooLargeHead();
          default -> NginxPage.cause(front);
        };
    if (measured.isPresent() || logged) {
      return measured;
    }
    return Optional.of(
        switch (status) {
          case 502, 504 -> unreached(status);
          case 500 -> exhausted("nginx answers 500 itself");
          case LiveCauses.NO_ANSWER ->
              behindProxyProtocol().orElseGet(() -> exhausted("nginx ends it without an answer"));
          default -> answeredByAnother(status).orElseGet(() -> otherFile(status));
        });
  }

  /// An answer that is not nginx's own comes from behind it, and not from where the name of the
  /// backend leads now.
  private Optional<Finding> answeredByAnother(int status) {
    AnswerText text = AnswerText.of(front);
    return front.body().isEmpty() || text.isPageOfNginx()
        ? Optional.empty()
        : literalName()
            .map(
                name ->
                    stale(
                        0.75,
                        "%s leads to a backend that opens the socket, and another server answers %d through nginx%s: its old address may belong to that one now"
                            .formatted(name, status, text.quoted())));
  }

  /// nginx waits for the head of the answer as long as for any two bytes of it.
  private Optional<Finding> tooSlow() {
    return proxied.flatMap(
        hop -> {
          Limit<Duration> limit = hop.tunnel().readTimeout();
          return backends.stream()
              .flatMap(backend -> answerTime(backend).stream())
              .max(Comparator.naturalOrder())
              .filter(took -> took.compareTo(limit.value()) >= 0)
              .map(took -> slow(took, limit, hop));
        });
  }

  private static Optional<Duration> answerTime(Observation backend) {
    return backend.timings().stream()
        .filter(timing -> timing.phase().equals("answer"))
        .map(Observation.Timing::took)
        .findFirst();
  }

  private static Finding slow(Duration took, Limit<Duration> limit, Outcome.Proxied hop) {
    return error(
            "upstream-unreachable",
            0.95,
            "the backend takes %.1f s to answer the handshake, and nginx waits %d s for it"
                .formatted(took.toMillis() / 1000.0, limit.value().toSeconds()),
            "proxy_read_timeout limits the wait for the answer too; then nginx answers 504.",
            "see why the backend is slow with the handshake; a proxy_read_timeout above that time lets it pass")
        .at(Place.of(limit.directive().orElse(hop.by()).head()));
  }

  private Optional<Finding> tooLargeHead() {
    return proxied.flatMap(
        hop -> {
          Limit<Integer> limit = hop.tunnel().bufferSize();
          return backends.stream()
              .map(backend -> backend.head().length())
              .max(Comparator.naturalOrder())
              .filter(bytes -> bytes > limit.value())
              .map(bytes -> large(bytes, limit, hop));
        });
  }

  private static Finding large(int bytes, Limit<Integer> limit, Outcome.Proxied hop) {
    return error(
            "upstream-header-too-big",
            0.95,
            "the head of the backend's 101 has %d bytes, and nginx takes %d"
                .formatted(bytes, limit.value()),
            "The whole head of an answer, cookies among it, must fit into proxy_buffer_size (a page of memory unless set);"
                + " else nginx answers 502.",
            "set proxy_buffer_size 16k and proxy_buffers 8 16k in the location of the socket")
        .at(Place.of(limit.directive().orElse(hop.by()).head()));
  }

  /// 502 and 504 are nginx's own words for a backend that it does not get to.
  private Finding unreached(int status) {
    return full()
        .or(this::stale)
        .orElseGet(
            () ->
                error(
                    "upstream-unreachable",
                    0.7,
                    "the backend opens the socket when this program asks it, and nginx gets no answer from it (%d)"
                        .formatted(status),
                    "nginx asks as another user and perhaps from another place: the rights of a unix socket, SELinux"
                        + " (httpd_can_network_connect), a firewall, or a container in which localhost is the container"
                        + " itself. Or it has another file loaded than this one.",
                    "nginx's error log says which (--error-log FILE): 13 are rights, 111 is another place or file"));
  }

  private Optional<Finding> full() {
    return peers()
        .flatMap(peer -> peer.directive().stream())
        .filter(line -> line.parameters().stream().anyMatch(word -> word.startsWith(MAX_CONNS)))
        .findFirst()
        .map(
            line ->
                error(
                        "upstream-marked-down",
                        0.7,
                        "nginx finds no server of the upstream free, and the backend opens the socket directly: max_conns is"
                            + " used up",
                        "max_conns counts a tunnel for its whole life; when each server has as many nginx answers 502 (\"no"
                            + " live upstreams\") without asking one.",
                        "raise max_conns above the number of sockets, or leave it out")
                    .at(Place.of(line.head())));
  }

  /// This program has looked the name up just now, nginx at its start or by its own resolver.
  private Optional<Finding> stale() {
    boolean runTime = proxied.filter(hop -> hop.target().resolvedAtRunTime()).isPresent();
    if (runTime) {
      return Optional.of(
          error(
              "resolver-missing",
              0.8,
              "the system finds the backend by its name, and nginx by its own resolver does not",
              "A name from a variable is asked of the servers of the resolver directive alone, at run time; /etc/hosts and"
                  + " search domains do not count.",
              "see that the server of the resolver directive answers and knows the name (Docker: 127.0.0.11)"));
    }
    return literalName()
        .map(
            name ->
                stale(
                    0.8,
                    "%s leads to a backend that opens the socket, and nginx does not get to it: its address has changed since nginx was loaded"
                        .formatted(name)));
  }

  private static Finding stale(double confidence, String summary) {
    return error(
        "upstream-address-stale",
        confidence,
        summary,
        "nginx looks a literal name up once, when it loads, and keeps the address until a reload.",
        "reload nginx now; to follow the name by itself put it into a variable and set a resolver");
  }

  private Optional<String> literalName() {
    boolean runTime = proxied.filter(hop -> hop.target().resolvedAtRunTime()).isPresent();
    return peers().map(Upstream.Peer::address).filter(name -> !runTime && isName(name)).findFirst();
  }

  private Stream<Upstream.Peer> peers() {
    return proxied.flatMap(hop -> hop.target().upstream()).stream()
        .flatMap(group -> group.peers().stream());
  }

  private static boolean isName(String host) {
    return host.matches("(?i).*[a-z].*") && !host.contains(":") && !host.equals("localhost");
  }

  private Optional<Finding> behindProxyProtocol() {
    return prediction.causes().stream()
        .filter(cause -> cause.id().equals("client-url-mismatch"))
        .findFirst()
        .map(cause -> cause.weighing(Severity.ERROR, 0.9));
  }

  private static Finding exhausted(String what) {
    return error(
        "worker-connections-exhausted",
        0.6,
        what + ", and the backend opens the socket directly: it may have no connection left",
        "A tunnel takes two of worker_connections and two file descriptors as long as it lives; without one nginx accepts"
            + " nobody, or drops whom it has accepted.",
        "see nginx's error log for 'worker_connections are not enough' or 'Too many open files' (--error-log FILE)");
  }

  private static Finding otherFile(int status) {
    return error(
        "config-not-loaded",
        0.85,
        "by this file the socket opens, and the backend opens it directly, but nginx answers %d: what runs is not this file"
            .formatted(status),
        "nginx keeps the configuration it has loaded until a reload succeeds; another file, prefix or container may"
            + " be in force, or another hop in front answers.",
        "run nginx -t, then reload, and compare with nginx -T of the running nginx");
  }

  private static Finding error(
      String id, double confidence, String summary, String why, String advice) {
    return Finding.of(id, Severity.ERROR, confidence, summary, why).mendedBy(Fix.manual(advice));
  }
}
