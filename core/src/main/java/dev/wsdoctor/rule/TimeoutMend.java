package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Outcome;
import java.util.List;
import java.util.Optional;

/// Raises the idle limit of a tunnel where it is set, or in its location.
final class TimeoutMend {
  private static final String VALUE = "3600s";

  private TimeoutMend() {}

  /// Where the value itself is wrong for whoever has it.
  static Fix ofLine(Directive line) {
    return Fix.review(
        "set a limit above the longest silence", List.of(new Edit(line.parameterRange(0), VALUE)));
  }

  static Fix of(Outcome.Proxied hop) {
    Directive location = HandshakeMend.locationOf(hop.scope()).block();
    Optional<Directive> own =
        HandshakeMend.locationOf(hop.scope()).own("proxy_read_timeout").stream().findFirst();
    if (own.isPresent()) {
      boolean elsewhere = own.get().range().file() != location.range().file();
      List<Edit> edits = List.of(new Edit(own.get().parameterRange(0), VALUE));
      String advice =
          "raise the idle limit above the longest silence, or let one side ping more often";
      return elsewhere ? Fix.review(advice, edits) : Fix.safe(advice, edits);
    }
    List<String> lines = List.of("proxy_read_timeout " + VALUE + ";");
    Directive pass = hop.by();
    boolean here = location.children().contains(pass);
    return Fix.safe(
        "raise the idle limit of " + BlockTitle.of(location) + " above the longest silence",
        List.of(here ? Layout.after(pass, lines) : Layout.first(location, lines)));
  }
}
