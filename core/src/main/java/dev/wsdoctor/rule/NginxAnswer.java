package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Value;
import java.util.Optional;

/// An answer that nginx gives by itself for a reason that another rule reports.
public final class NginxAnswer {
  private NginxAnswer() {}

  /// Whether the last hop ends in a way that says nothing of locations: a redirect, a refusal, a
  /// TLS handshake that fails.
  public static boolean isOfAnotherRule(Subject subject) {
    return of(subject).filter(answer -> isRedirect(answer) || isRefusal(answer)).isPresent()
        || inTheWay(subject).isPresent()
        || rejectingTls(subject).isPresent()
        || subject.last().decision().outcome() instanceof Outcome.WrongProtocol;
  }

  /// A `return` that refuses what would be proxied: it stands in front of the locations, of which
  /// the one for the path proxies, or in that one.
  public static Optional<Directive> inTheWay(Subject subject) {
    Decision decision = subject.last().decision();
    Optional<Directive> refusing =
        switch (decision.outcome()) {
          case Outcome.Answered(int status, Optional<Value> _, AnswerReason reason, var by) ->
              by.filter(_ -> reason == AnswerReason.RETURN && status >= 400);
          case Outcome.Closed(Directive by) -> Optional.of(by).filter(line -> line.is("return"));
          case Outcome.Proxied _,
              Outcome.Static _,
              Outcome.Handled _,
              Outcome.NotListening _,
              Outcome.WrongProtocol _,
              Outcome.NotLoaded _ ->
              Optional.empty();
        };
    return refusing.filter(
        _ -> location(subject, decision).filter(NginxAnswer::proxies).isPresent());
  }

  /// A `return` of an ordinary answer in the location that proxies: it comes first.
  public static Optional<Directive> early(Subject subject) {
    Decision decision = subject.last().decision();
    return of(subject)
        .filter(answer -> answer.reason() == AnswerReason.RETURN && answer.status() < 300)
        .flatMap(Outcome.Answered::by)
        .filter(_ -> decision.location().filter(NginxAnswer::proxies).isPresent());
  }

  private static Optional<Location> location(Subject subject, Decision decision) {
    return decision
        .location()
        .or(
            () ->
                decision
                    .server()
                    .flatMap(
                        server ->
                            subject.nginx().locate(server, subject.last().request().target())));
  }

  private static boolean proxies(Location location) {
    return SocketLocations.proxyPass(location).isPresent();
  }

  /// The `ssl_reject_handshake` that ends the connection before any request is read.
  public static Optional<Directive> rejectingTls(Subject subject) {
    return subject.last().decision().outcome() instanceof Outcome.Closed(Directive by)
        ? Optional.of(by).filter(line -> line.is("ssl_reject_handshake"))
        : Optional.empty();
  }

  public static Optional<Outcome.Answered> of(Subject subject) {
    return subject.last().decision().outcome() instanceof Outcome.Answered answered
        ? Optional.of(answered)
        : Optional.empty();
  }

  /// Whether nginx answers because the upstream that it was to ask cannot be asked, or the request
  /// is bad.
  public static boolean isUnusable(Subject subject) {
    return of(subject)
        .filter(
            answer ->
                answer.reason().kind() == AnswerReason.Kind.FAULT
                    && answer.reason() != AnswerReason.CYCLE)
        .isPresent();
  }

  public static boolean isCycle(Outcome.Answered answer) {
    return answer.reason() == AnswerReason.CYCLE;
  }

  public static boolean isRedirect(Outcome.Answered answer) {
    return answer.status() >= 300 && answer.status() < 400;
  }

  public static boolean isRefusal(Outcome.Answered answer) {
    return answer.reason().kind() == AnswerReason.Kind.REFUSAL;
  }
}
