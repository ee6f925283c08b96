package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Layout;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Location;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.BlockTitle;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.NginxAnswer;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;

/// A location that looks for files before it proxies: `try_files` runs in an earlier phase, and
/// what it does when it finds none comes in the place of `proxy_pass`.
record FilesFirst(Location location, Directive tryFiles) {
  static Optional<FilesFirst> of(Subject subject) {
    Hop hop = subject.last();
    return subject
        .located(hop)
        .filter(entered -> !entered.scope().own("proxy_pass").isEmpty())
        .filter(entered -> !entered.scope().own("try_files").isEmpty())
        .map(entered -> new FilesFirst(entered, entered.scope().own("try_files").getLast()))
        .filter(found -> found.decides(hop));
  }

  private boolean decides(Hop hop) {
    String last = tryFiles.parameters().isEmpty() ? "" : tryFiles.lastParameter();
    return switch (hop.decision().outcome()) {
      case Outcome.Answered answered ->
          answered.by().filter(tryFiles::equals).isPresent() || NginxAnswer.isCycle(answered);
      case Outcome.Proxied proxied -> proxied.sent().target().text().equals(last);
      case Outcome.Static _, Outcome.Handled _ -> true;
      case Outcome.Closed _, Outcome.NotListening _, Outcome.WrongProtocol _, Outcome.NotLoaded _ ->
          false;
    };
  }

  String summary() {
    return "try_files answers in %s before proxy_pass is asked"
        .formatted(BlockTitle.of(location.directive()));
  }

  Fix mend() {
    return Fix.review(
        "take try_files out of %s, so that proxy_pass takes the request; files that it found are the backend's to serve then"
            .formatted(BlockTitle.withPlace(location.directive())),
        List.of(Layout.remove(tryFiles)));
  }
}
