package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.UpgradeCondition;
import java.util.List;
import java.util.Optional;

/// `if ($http_upgrade = "websocket") { proxy_pass ...; }` with a `return` behind it: choosing where
/// to proxy does not end the rewrite directives, so that the `return` answers sockets too.
final class EndlessIf {
  private static final List<String> ENDS = List.of("break", "return", "rewrite");

  private EndlessIf() {}

  /// A `break` in the `if` whose proxy_pass this answer overrules.
  static Optional<Fix> mend(Subject subject, Directive answer) {
    return subject
        .located(subject.last())
        .map(location -> location.directive().children())
        .filter(lines -> lines.contains(answer))
        .stream()
        .flatMap(List::stream)
        .takeWhile(line -> !line.equals(answer))
        .filter(EndlessIf::goesOn)
        .flatMap(block -> block.body("proxy_pass").limit(1))
        .map(EndlessIf::ended)
        .findFirst();
  }

  private static boolean goesOn(Directive block) {
    return UpgradeCondition.isOn(block)
        && ENDS.stream().noneMatch(name -> block.body(name).findAny().isPresent());
  }

  private static Fix ended(Directive pass) {
    return Fix.safe(
        "end the rewrite directives where the if has chosen the socket's backend",
        List.of(Layout.after(pass, List.of("break;"))));
  }
}
