package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.directive.Quantities;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.AnswerReason;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Upstream;
import dev.wsdoctor.rule.Handshake;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A long `fail_timeout`: a server that comes back gets one socket in that time. Or every server is
/// marked `down` in the file.
public final class UpstreamMarkedDown implements Rule {
  private static final int LONG_SECONDS = 30;
  private static final String PARAMETER = "fail_timeout=";

  @Override
  public String id() {
    return "upstream-marked-down";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return Stream.concat(allDown(subject), healsSlowly(subject)).toList();
  }

  /// nginx answers 502 at once: nobody is left to ask.
  private Stream<Finding> allDown(Subject subject) {
    Optional<Directive> pass =
        NginxAnswer.of(subject)
            .filter(answer -> answer.reason() == AnswerReason.UPSTREAM_UNUSABLE)
            .flatMap(Outcome.Answered::by);
    return subject.nginx().upstreams().stream()
        .filter(group -> pass.filter(line -> names(line, group)).isPresent())
        .filter(group -> !lines(group).isEmpty())
        .filter(group -> group.peers().stream().allMatch(Upstream.Peer::down))
        .limit(1)
        .map(group -> down(group, lines(group)));
  }

  private static boolean names(Directive pass, Upstream group) {
    return pass.parameter().contains("$") || pass.parameter().contains(group.name());
  }

  private static List<Directive> lines(Upstream group) {
    return group.peers().stream().flatMap(peer -> peer.directive().stream()).toList();
  }

  private Finding down(Upstream group, List<Directive> servers) {
    return Finding.of(
            id(),
            Severity.ERROR,
            0.97,
            "every server of upstream %s is marked down".formatted(group.name()),
            "nginx asks no server that is marked down, and answers 502 (\"no live upstreams\") without"
                + " having tried one.")
        .at(servers.stream().map(line -> Place.of(line.head())).toList())
        .mendedBy(
            Fix.review(
                "take the servers of upstream %s into use again".formatted(group.name()),
                servers.stream().map(UpstreamMarkedDown::withoutDown).toList()));
  }

  private static Edit withoutDown(Directive server) {
    int index = server.parameters().indexOf("down");
    return Edit.delete(
        new SourceRange(
            server.range().file(),
            server.parameterRange(index - 1).end(),
            server.parameterRange(index).end()));
  }

  private Stream<Finding> healsSlowly(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> Handshake.of(hop).hasBothFields())
        .flatMap(hop -> hop.target().upstream().stream())
        .filter(group -> Peers.ofFirstChoice(group).size() > 1)
        .map(UpstreamMarkedDown::slow)
        .filter(lines -> !lines.isEmpty())
        .limit(1)
        .map(this::finding);
  }

  private static List<Directive> slow(Upstream group) {
    return Peers.ofFirstChoice(group).stream()
        .flatMap(peer -> peer.directive().stream())
        .filter(line -> !line.parameters().contains("max_fails=0"))
        .filter(line -> failTimeout(line).filter(seconds -> seconds >= LONG_SECONDS).isPresent())
        .toList();
  }

  private static Optional<Long> failTimeout(Directive server) {
    return server.parameters().stream()
        .filter(parameter -> parameter.startsWith(PARAMETER))
        .map(parameter -> Quantities.seconds(parameter.substring(PARAMETER.length())).orElse(0))
        .findFirst();
  }

  private Finding finding(List<Directive> servers) {
    String each =
        servers.stream().flatMap(UpstreamMarkedDown::ranges).findFirst().orElseThrow().text();
    return Finding.of(
            id(),
            Severity.WARNING,
            0.5,
            "after an outage a server gets one socket per %s".formatted(each),
            "A server that failed max_fails times (1 by default) is left out for fail_timeout, then gets one request to"
                + " try; it counts as healed when that ends, and a tunnel ends late. An ordinary GET heals it at once.")
        .at(servers.stream().map(line -> Place.of(line.head())).toList())
        .mendedBy(
            Fix.review(
                "try it again after the usual ten seconds",
                servers.stream()
                    .flatMap(UpstreamMarkedDown::ranges)
                    .map(range -> new Edit(range, PARAMETER + "10s"))
                    .toList()));
  }

  private static Stream<SourceRange> ranges(Directive server) {
    return IntStream.range(0, server.parameters().size())
        .filter(i -> server.parameters().get(i).startsWith(PARAMETER))
        .mapToObj(server::parameterRange);
  }
}
