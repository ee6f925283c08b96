package dev.wsdoctor.rule.timeout;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.rule.HeaderSettings;
import dev.wsdoctor.rule.Rule;
import dev.wsdoctor.rule.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A content delivery network in front, which a setting gives away, is less patient than nginx.
public final class IntermediaryTimeout implements Rule {
  private static final Duration CLOUDFLARE = Duration.ofSeconds(100);

  @Override
  public String id() {
    return "intermediary-timeout";
  }

  @Override
  public List<Finding> examine(Subject subject) {
    return subject
        .proxied()
        .filter(hop -> hop.upgradable() && isPatient(hop))
        .filter(_ -> !ReadTimeoutTooShort.hasFasterHeartbeat(subject, CLOUDFLARE))
        .flatMap(hop -> traces(hop).map(this::finding).stream())
        .limit(1)
        .toList();
  }

  private static boolean isPatient(Outcome.Proxied hop) {
    return hop.tunnel().readTimeout().value().compareTo(CLOUDFLARE) > 0;
  }

  /// Fields that only Cloudflare sends, taken for the client's address or passed on.
  private static Optional<Directive> traces(Outcome.Proxied hop) {
    Stream<Directive> address =
        hop.scope().setting("real_ip_header").stream()
            .filter(line -> line.parameter().equalsIgnoreCase("CF-Connecting-IP"));
    Stream<Directive> passedOn =
        HeaderSettings.inForce(hop.scope()).stream()
            .filter(
                line ->
                    HeaderSettings.value(line).toLowerCase(Locale.ROOT).startsWith("$http_cf_"));
    return Stream.concat(address, passedOn).findFirst();
  }

  private Finding finding(Directive trace) {
    return Finding.of(
            id(),
            Severity.NOTE,
            0.3,
            "Cloudflare in front cuts a socket that is silent for about 100 seconds",
            "Every hop has an idle limit of its own and the shortest counts; the longer one of nginx does not help with"
                + " a hop in front.")
        .at(Place.of(trace.head()))
        .mendedBy(Fix.manual("let client or backend ping at least every 50 seconds"));
  }
}
