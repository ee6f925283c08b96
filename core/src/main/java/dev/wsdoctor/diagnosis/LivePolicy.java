package dev.wsdoctor.diagnosis;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.http.ContentSecurityPolicy;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Limits;
import dev.wsdoctor.probe.PageProbe;
import dev.wsdoctor.rule.CspForbidsSocket;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The Content-Security-Policy that the site's first page has in truth, its application's too: a
/// probe opens a socket that no browser would.
final class LivePolicy {
  private static final int MOST_REDIRECTS = 2;

  /// A tuple origin as a browser writes it (RFC 6454, 6.1); `null` is nobody's page.
  private static final Pattern ORIGIN = Pattern.compile("(?i)https?://[^/?#@\\s]+");

  private LivePolicy() {}

  /// What the policy of the page in front of that socket says of it.
  static List<Finding> of(CheckRequest request) {
    Target socket = request.target();
    return firstPage(request).flatMap(first -> page(first, MOST_REDIRECTS)).stream()
        .flatMap(page -> page.causes(socket).stream())
        .limit(1)
        .toList();
  }

  /// The first page of the origin that opens the socket: the one that is given, or else the
  /// socket's own. A policy is the page's (CSP3, 6.7), so that the socket's site says nothing of a
  /// page of another one, and other hosts than the socket's are not asked.
  private static Optional<Target> firstPage(CheckRequest request) {
    Target socket = request.target();
    Optional<String> origin = request.extraFields().first("Origin");
    if (origin.isEmpty()) {
      return Optional.of(new Target(false, socket.tls(), socket.host(), socket.port(), "/"));
    }
    return origin
        .filter(ORIGIN.asMatchPredicate())
        .flatMap(LivePolicy::page)
        .filter(page -> page.host().equalsIgnoreCase(socket.host()));
  }

  private static Optional<Target> page(String origin) {
    return Target.parse(origin + "/") instanceof Target.Parsed.Valid(Target page)
        ? Optional.of(page)
        : Optional.empty();
  }

  private record Page(Target url, Response head) {
    boolean isOne() {
      return head.status() / 100 == 2
          && head.fields().first("Content-Type").orElse("").startsWith("text/html");
    }

    List<Finding> causes(Target socket) {
      return head.fields().all(ContentSecurityPolicy.FIELD).stream()
          .flatMap(
              policy -> CspForbidsSocket.of(policy, url, socket).map(c -> seen(c, policy)).stream())
          .toList();
    }

    private Finding seen(Finding cause, String policy) {
      return cause
          .because(
              Evidence.probe(
                  "GET %s: %d, %s: %s"
                      .formatted(url, head.status(), ContentSecurityPolicy.FIELD, policy)))
          .mendedBy(
              Fix.manual(
                  "let the pages open it where that policy is written: nginx or the application"));
    }
  }

  private static Optional<Page> page(Target url, int redirects) {
    return PageProbe.head(url, Limits.DEFAULT)
        .flatMap(
            head -> {
              Optional<Target> next = redirects == 0 ? Optional.empty() : redirect(url, head);
              return next.isPresent()
                  ? page(next.get(), redirects - 1)
                  : Optional.of(new Page(url, head)).filter(Page::isOne);
            });
  }

  /// Within the site; another one's policy says nothing.
  private static Optional<Target> redirect(Target from, Response head) {
    if (head.status() / 100 != 3) {
      return Optional.empty();
    }
    String to = head.fields().first("Location").orElse("");
    String site = from.scheme() + "://" + from.authority();
    String path = to.startsWith(site + "/") ? to.substring(site.length()) : to;
    return path.startsWith("/") && !path.startsWith("//")
        ? Optional.of(new Target(false, from.tls(), from.host(), from.port(), path))
        : Optional.empty();
  }
}
