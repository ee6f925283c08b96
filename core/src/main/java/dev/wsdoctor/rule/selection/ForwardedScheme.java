package dev.wsdoctor.rule.selection;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.nginx.Scope;
import dev.wsdoctor.rule.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// `if ($http_x_forwarded_proto != "https")` in front of a redirect, where the proxy in front says
/// `wss` of a handshake, as Traefik does; or `if ($scheme = http)` behind a proxy that ends TLS, so
/// that the scheme is http for ever.
record ForwardedScheme(Directive condition) {
  private static final String FIELD = "X-Forwarded-Proto";

  static Optional<ForwardedScheme> of(Subject subject, Directive redirect) {
    String said = subject.first().request().fields().first(FIELD).orElse("");
    return blocks(subject)
        .filter(_ -> said.equals("wss") || said.equals("https"))
        .flatMap(block -> block.body("if"))
        .filter(condition -> condition.children().contains(redirect))
        .filter(one -> said.equals("wss") ? isNotHttps(one) || isOwn(one) : isOwn(one))
        .findFirst()
        .map(ForwardedScheme::new);
  }

  private static Stream<Directive> blocks(Subject subject) {
    Stream<Directive> scopes =
        subject.last().decision().scope().stream()
            .flatMap(scope -> scope.chain().stream())
            .map(Scope::block);
    Stream<Directive> server =
        subject.last().decision().server().stream().map(one -> one.directive());
    return Stream.concat(server, scopes);
  }

  private static boolean isNotHttps(Directive condition) {
    return String.join(" ", condition.parameters())
        .matches("\\(?\\s*\\$http_x_forwarded_proto != https\\s*\\)?");
  }

  private static boolean isOwn(Directive condition) {
    return String.join(" ", condition.parameters())
        .matches("\\(?\\s*\\$scheme (= http|!= https)\\s*\\)?");
  }

  Fix mend() {
    return isOwn(condition) ? behindProxy() : withSocket();
  }

  private Fix behindProxy() {
    SourceRange first = condition.parameterRange(0);
    SourceRange last = condition.parameterRange(condition.parameterCount() - 1);
    SourceRange all = new SourceRange(first.file(), first.start(), last.end());
    return Fix.review(
        "ask the scheme of the client, which the proxy in front tells: that of this hop is always http",
        List.of(new Edit(all, "($http_x_forwarded_proto = http)")));
  }

  private Fix withSocket() {
    SourceRange first = condition.parameterRange(0);
    SourceRange last = condition.parameterRange(condition.parameterCount() - 1);
    SourceRange all = new SourceRange(first.file(), first.start(), last.end());
    return Fix.review(
        "let wss pass as https does: the proxy in front says it of a handshake",
        List.of(new Edit(all, "($http_x_forwarded_proto !~ \"^(https|wss)$\")")));
  }
}
