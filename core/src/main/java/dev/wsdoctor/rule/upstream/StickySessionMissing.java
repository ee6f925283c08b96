package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.application.Recognition;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.LoadBalancing;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.SessionTransport;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Several servers take turns in answering a client whose session only one of them knows.
public final class StickySessionMissing implements Rule {
  /// Variables that differ between the requests of one client.
  private static final String FICKLE_KEY =
      ".*\\$\\{?(request_uri|request_id|args|query_string|arg_t|arg_sid|arg_transport|remote_port"
          + "|connection|connection_requests|msec|time_local|time_iso8601|pid)\\b.*";

  @Override
  public String id() {
    return "sticky-session-missing";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .flatMap(hop -> hop.target().upstream().stream())
        .filter(group -> Peers.ofFirstChoice(group).size() > 1 && !isSticky(group))
        .flatMap(
            group -> transport(subject).flatMap(used -> finding(subject, group, used)).stream())
        .limit(1)
        .toList();
  }

  /// What the URL shows, or what the application behind it is known to need.
  private static Optional<SessionTransport> transport(Subject subject) {
    return SessionTransport.of(subject.target())
        .or(
            () ->
                subject
                    .application()
                    .map(Recognition::profile)
                    .filter(profile -> profile.needsAffinity())
                    .filter(profile -> profile.serves(subject.target().path()))
                    .map(SessionTransport::of));
  }

  private static boolean isSticky(Upstream group) {
    LoadBalancing balancing = LoadBalancing.of(group);
    boolean fickle =
        balancing.method() == LoadBalancing.Method.HASH
            && balancing
                .directive()
                .filter(line -> line.parameter().matches(FICKLE_KEY))
                .isPresent();
    return balancing.sticky() && !fickle;
  }

  private Optional<Finding> finding(Subject subject, Upstream group, SessionTransport transport) {
    return group
        .directive()
        .map(
            block ->
                finding(subject, block, group, transport)
                    .weighing(severity(subject, transport), confidence(transport)));
  }

  /// The request as given is one of several, or its client makes others before or instead of it.
  private static Severity severity(Subject subject, SessionTransport transport) {
    return switch (transport.part()) {
      case CONTINUES -> Severity.ERROR;
      case FOLLOWS -> Severity.WARNING;
      case ALONE -> subject.target().webSocket() ? Severity.NOTE : Severity.WARNING;
    };
  }

  private static double confidence(SessionTransport transport) {
    return switch (transport.part()) {
      case CONTINUES -> 0.85;
      case FOLLOWS -> 0.6;
      case ALONE -> 0.4;
    };
  }

  private Finding finding(
      Subject subject, Directive block, Upstream group, SessionTransport transport) {
    return Finding.of(
            id(),
            Severity.WARNING,
            0.6,
            "%s spreads the requests of one %s client over %s servers"
                .formatted(
                    BlockTitle.of(block), transport.name(), Peers.ofFirstChoice(group).size()),
            "%s makes several requests that belong together before, or instead of, the socket; the server that gets"
                    .formatted(transport.name())
                + " the next one does not know the session (400 \"Session ID unknown\", 404 \"No Connection with that"
                + " ID\"). A client that opens the WebSocket at once does not mind.")
        .at(Place.of(block.head()))
        .mendedBy(mend(block, subject.inApplication(id())));
  }

  /// nginx refuses `backup` servers behind ip_hash and hash.
  private static Fix mend(Directive block, String application) {
    boolean backups = block.body("server").anyMatch(line -> line.parameters().contains("backup"));
    if (backups) {
      return Fix.manual(
          "keep each client with one server: ip_hash; in %s, which takes no backup servers"
                  .formatted(BlockTitle.of(block))
              + application);
    }
    return Fix.review(
        "keep each client with one server" + application,
        List.of(
            method(block)
                .map(StickySessionMissing::instead)
                .orElseGet(() -> Layout.first(block, List.of("ip_hash;")))));
  }

  private static Optional<Directive> method(Directive block) {
    return Stream.of("least_conn", "least_time", "random", "hash").flatMap(block::body).findFirst();
  }

  private static Edit instead(Directive method) {
    return new Edit(method.range(), "ip_hash;");
  }

  @Override
  public boolean concernsPages() {
    return true;
  }
}
