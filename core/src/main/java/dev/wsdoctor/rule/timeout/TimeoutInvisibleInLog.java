package dev.wsdoctor.rule.timeout;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.HandshakeMend;
import dev.wsdoctor.rule.HandshakeRules;
import dev.wsdoctor.rule.LocationSetting;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// Sockets that will be cut for their silence leave no line in the error log, whose level is above
/// info.
public final class TimeoutInvisibleInLog implements Rule {
  @Override
  public String id() {
    return "timeout-invisible-in-log";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> ReadTimeoutTooShort.cuts(subject, hop) || hasLogOfItsOwn(hop))
        .filter(hop -> logs(subject, hop).stream().noneMatch(TimeoutInvisibleInLog::showsInfo))
        .limit(1)
        .map(hop -> finding(hop, logs(subject, hop)))
        .toList();
  }

  /// Whoever gave the location a log wants to see what becomes of its sockets.
  private static boolean hasLogOfItsOwn(Outcome.Proxied hop) {
    return hop.upgradable() && !HandshakeMend.locationOf(hop.scope()).own("error_log").isEmpty();
  }

  private static List<Directive> logs(Subject subject, Outcome.Proxied hop) {
    List<Directive> inHttp = hop.scope().inForce("error_log");
    return inHttp.isEmpty() ? subject.configuration().body("error_log").toList() : inHttp;
  }

  private static boolean showsInfo(Directive log) {
    return log.parameters().size() > 1
        && (log.parameters().get(1).equals("info") || log.parameters().get(1).startsWith("debug"));
  }

  private Finding finding(Outcome.Proxied hop, List<Directive> logs) {
    String title = HandshakeRules.title(hop);
    return Finding.of(
            id(),
            Severity.NOTE,
            0.2,
            "when a socket of %s is cut for its silence, the error log does not say so"
                .formatted(title),
            "nginx logs the end of an idle tunnel (\"upstream timed out (110: Connection timed out) while proxying"
                + " upgraded connection\") at level info, and error_log shows error and above unless told.")
        .at(logs.isEmpty() ? HandshakeRules.place(hop) : Place.of(logs.getLast().head()))
        .mendedBy(mend(hop, logs));
  }

  /// A log at this level replaces all of the outer ones, so that only a single one can be repeated.
  private static Fix mend(Outcome.Proxied hop, List<Directive> logs) {
    Optional<String> file =
        logs.stream().map(Directive::parameter).findFirst().filter(_ -> logs.size() == 1);
    String advice = "log from info up in " + HandshakeRules.title(hop);
    return file.map(
            name -> Fix.safe(advice, LocationSetting.edits(hop, "error_log", name + " info")))
        .orElseGet(() -> Fix.manual(advice + ": error_log FILE info;"));
  }
}
