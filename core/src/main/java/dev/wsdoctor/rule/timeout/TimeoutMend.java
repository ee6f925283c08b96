package dev.wsdoctor.rule.timeout;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.HandshakeMend;
import dev.wsdoctor.rule.LocationSetting;
import java.util.List;

/// Raises the idle limit of a tunnel where it is set, or in its location.
final class TimeoutMend {
  private static final String VALUE = "3600s";

  private TimeoutMend() {}

  /// Where the value itself is wrong for whoever has it.
  static Fix ofLine(Directive line) {
    return Fix.review(
        "set a limit above the longest silence", List.of(new Edit(line.parameterRange(0), VALUE)));
  }

  /// Where a `stream` server leaves it to nginx.
  static Fix ofServer(Directive server) {
    return Fix.review(
        "set a limit above the longest silence",
        List.of(Layout.first(server, List.of("proxy_timeout " + VALUE + ";"))));
  }

  static Fix of(Outcome.Proxied hop) {
    Directive location = HandshakeMend.locationOf(hop.scope()).block();
    return Fix.safe(
        "raise the idle limit of %s above the longest silence, or let one side ping more often"
            .formatted(BlockTitle.of(location)),
        LocationSetting.edits(hop, "proxy_read_timeout", VALUE));
  }
}
