package dev.wsdoctor.rule.upstream;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// `proxy_buffer_size` is below its default, so that the head of a 101 may not fit.
public final class UpstreamHeaderTooBig implements Rule {
  private static final int DEFAULT = 4096;
  private static final int KILOBYTES = 8;

  /// A 101 with nothing but its status line, Upgrade, Connection and Sec-WebSocket-Accept.
  private static final int SHORTEST_HEAD = 129;

  @Override
  public String id() {
    return "upstream-header-too-big";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject.proxied().flatMap(hop -> lowered(hop).stream()).limit(1).toList();
  }

  private Optional<Finding> lowered(Outcome.Proxied hop) {
    return hop.tunnel()
        .bufferSize()
        .directive()
        .filter(_ -> hop.tunnel().bufferSize().value() < DEFAULT)
        .map(line -> finding(hop, line));
  }

  private Finding finding(Outcome.Proxied hop, Directive line) {
    boolean impossible = hop.tunnel().bufferSize().value() < SHORTEST_HEAD;
    return Finding.of(
            id(),
            impossible ? Severity.ERROR : Severity.WARNING,
            impossible ? 0.95 : 0.55,
            "the head of the backend's answer must fit into %s bytes"
                .formatted(hop.tunnel().bufferSize().value()),
            "proxy_buffer_size takes the whole head of an answer, a 101 with its cookies too; when it does not fit nginx"
                + " answers 502 (\"upstream sent too big header\"). The default is a page of memory, 4k or 8k.")
        .at(Place.of(line.head()))
        .mendedBy(Fix.review("make room for the head", BufferMend.edits(hop, KILOBYTES)));
  }
}
