package dev.wsdoctor.probe.security;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Approach;
import dev.wsdoctor.probe.Observation;
import dev.wsdoctor.probe.Observation.Result;
import dev.wsdoctor.probe.Opening;
import dev.wsdoctor.probe.Together;
import dev.wsdoctor.probe.security.SecurityReport.Trial;
import dev.wsdoctor.probe.security.SecurityReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Sends handshakes that a careful server refuses. It only reads: no frame is sent, and every
/// connection is closed at once.
public final class SecurityProbe {
  private static final String FOREIGN = "https://attacker.invalid";

  private final Target target;
  private final Approach approach;

  private SecurityProbe(Target target, Approach approach) {
    this.target = target;
    this.approach = approach;
  }

  /// Asks the hop as it is usually asked, and then in each odd way.
  public static SecurityReport run(Target target, Approach approach) {
    return new SecurityProbe(target, approach).report();
  }

  /// A handshake with one thing changed; `mayOpen` when a 101 is no fault of nginx.
  private record Question(String what, String expected, Fields changed, boolean mayOpen) {}

  private static List<Question> questions() {
    return List.of(
        origin("the Origin of another site", FOREIGN),
        origin("the Origin 'null', as a sandboxed frame or a file sends it", "null"),
        new Question(
            "Upgrade: h2c instead of websocket",
            "no 101: a tunnel for HTTP/2 goes around every rule of the proxy",
            Fields.of(
                "Upgrade",
                "h2c",
                "Connection",
                "Upgrade, HTTP2-Settings",
                "HTTP2-Settings",
                "AAMAAABkAARAAAAAAAIAAAAA"),
            false),
        new Question(
            "Upgrade: wsdoctor-unknown",
            "no 101: nobody speaks that protocol",
            Fields.of("Upgrade", "wsdoctor-unknown"),
            false),
        new Question(
            "Sec-WebSocket-Version: 777",
            "426 with the version that is supported (RFC 6455, 4.2.2)",
            Fields.of("Sec-WebSocket-Version", "777"),
            false),
        new Question(
            "a Sec-WebSocket-Key that is no nonce",
            "400: a key has 16 bytes in base64 (RFC 6455, 4.2.1)",
            Fields.of("Sec-WebSocket-Key", "short"),
            true));
  }

  private static Question origin(String what, String origin) {
    return new Question(
        what,
        "403: else any page can open this socket with the user's cookies",
        Fields.of("Origin", origin),
        false);
  }

  private SecurityReport report() {
    List<Question> questions = questions();
    List<Callable<Observation>> tasks = new ArrayList<>();
    tasks.add(() -> ask(approach));
    questions.forEach(one -> tasks.add(() -> ask(approach.with(one.changed()))));
    List<Observation> seen = Together.all(tasks);
    List<Trial> trials = new ArrayList<>();
    for (int i = 0; i < questions.size(); i++) {
      trials.add(trial(questions.get(i), seen.getFirst(), seen.get(i + 1)));
    }
    return new SecurityReport(target, seen.getFirst(), trials, causes(trials));
  }

  private static Observation ask(Approach how) {
    Opening opening = how.open();
    if (opening instanceof Opening.Open(var socket, var _)) {
      socket.close();
    }
    return opening.seen();
  }

  /// A status of 101 counts, whatever else is wrong with the answer: nginx tunnels then.
  private static Trial trial(Question question, Observation usual, Observation seen) {
    Verdict verdict =
        switch (seen.result()) {
          case Result.Opened() -> question.mayOpen() ? Verdict.LENIENT : Verdict.BAD;
          case Result.Refused(int status) -> status == 101 ? Verdict.BAD : Verdict.GOOD;
          case Result.Failed _ -> Verdict.UNKNOWN;
        };
    boolean comparable = usual.opened() || verdict == Verdict.BAD;
    return new Trial(
        question.what(), question.expected(), seen, comparable ? verdict : Verdict.UNKNOWN);
  }

  private static List<Finding> causes(List<Trial> trials) {
    List<Finding> found = new ArrayList<>();
    cause(
            trials.subList(0, 2),
            "origin-not-checked",
            "handshakes of foreign pages are accepted",
            "A browser sends the user's cookies with a socket of any page; only the server can look at Origin"
                + " (cross-site WebSocket hijacking).",
            "compare Origin with your own in nginx (map $http_origin ...) or, better, in the application; harmless where no"
                + " cookie and no address gives rights")
        .ifPresent(found::add);
    cause(
            trials.subList(2, 4),
            "any-upgrade-forwarded",
            "an Upgrade to another protocol than websocket gets 101",
            "nginx makes a tunnel out of every 101, and what runs inside goes around its rules.",
            "map $http_upgrade to itself only for websocket, and send that variable upstream")
        .ifPresent(found::add);
    return found;
  }

  private static Optional<Finding> cause(
      List<Trial> trials, String id, String summary, String why, String advice) {
    List<Evidence> evidence =
        trials.stream()
            .filter(trial -> trial.verdict() == Verdict.BAD)
            .map(trial -> Evidence.probe("101 for " + trial.what()))
            .toList();
    return evidence.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(id, Severity.WARNING, 0.9, summary, why)
                .because(evidence)
                .mendedBy(Fix.manual(advice)));
  }
}
