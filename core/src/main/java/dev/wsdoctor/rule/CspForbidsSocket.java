package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.ContentSecurityPolicy;
import dev.wsdoctor.http.Target;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Content-Security-Policy that nginx adds to the pages of the site does not let them open this
/// URL: the browser asks no server then.
public final class CspForbidsSocket implements Rule {
  public static final String ID = "csp-forbids-socket";

  /// What a policy may have from nginx's variables and yet be known.
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(host|http_host|scheme)\\b}?");

  @Override
  public String id() {
    return ID;
  }

  @Override
  public List<Finding> examine(Subject subject) {
    if (!hasPolicies(subject)) {
      return List.of();
    }
    List<SitePage> pages = SitePage.of(subject);
    List<Optional<Finding>> found = pages.stream().map(page -> finding(subject, page)).toList();
    return found.stream().allMatch(Optional::isPresent)
        ? found.stream().flatMap(Optional::stream).limit(1).toList()
        : List.of();
  }

  /// Most configurations have none, and are spared what it takes to decide pages.
  private static boolean hasPolicies(Subject subject) {
    return subject.configuration().files().stream()
        .map(SourceFile::text)
        .anyMatch(text -> text.contains("ecurity-Policy") || text.contains("ecurity-policy"));
  }

  private static Optional<Finding> finding(Subject subject, SitePage page) {
    return page.added(ContentSecurityPolicy.FIELD).stream()
        .flatMap(line -> finding(subject, page, line))
        .findFirst();
  }

  private static Stream<Finding> finding(Subject subject, SitePage page, Directive line) {
    String value = value(line, page.url());
    return value.contains("$")
        ? Stream.empty()
        : of(value, page.url(), subject.target()).stream()
            .map(cause -> cause.at(Place.of(line.head())).mendedBy(mend(line, subject.target())));
  }

  private static String value(Directive line, Target page) {
    return VARIABLE
        .matcher(line.parameters().get(1))
        .replaceAll(
            variable ->
                switch (variable.group(1)) {
                  case "host" -> page.host();
                  case "scheme" -> page.scheme();
                  default -> page.authority();
                });
  }

  /// What a policy means to a socket; nothing where it lets the page open it, and where it lets the
  /// page run no script at all, as that of an interface without pages does.
  ///
  /// @param page where the policy comes from
  public static Optional<Finding> of(String policies, Target page, Target socket) {
    List<ContentSecurityPolicy> all = ContentSecurityPolicy.parse(policies);
    if (!all.stream().allMatch(ContentSecurityPolicy::allowsScripts)) {
      return Optional.empty();
    }
    return all.stream()
        .filter(policy -> !policy.allows(page, socket))
        .findFirst()
        .map(policy -> of(policy, page, socket));
  }

  private static Finding of(ContentSecurityPolicy policy, Target page, Target socket) {
    boolean ownPort = page.port() == socket.port() && page.host().equals(socket.host());
    boolean meansItsOwn = ownPort && policy.allows(page, page);
    return Finding.of(
        ID,
        meansItsOwn ? Severity.ERROR : Severity.WARNING,
        meansItsOwn ? 0.75 : 0.5,
        "%s of the pages at %s does not allow %s://%s, so no browser opens the socket from them"
            .formatted(
                policy.judging().orElseThrow().name(), page, socket.scheme(), socket.authority()),
        "A browser holds each URL that a page opens against connect-src, or default-src without it, and asks no"
            + " server when it is not in there. Neither https: nor a name without ws:// or wss:// stands for sockets.");
  }

  private static Fix mend(Directive line, Target socket) {
    String source = socket.scheme() + "://" + socket.authority();
    String advice = "let the pages open " + source;
    return new WrittenPolicy(line.parameterRange(1).text())
        .allowing(source)
        .map(text -> Fix.review(advice, List.of(new Edit(line.parameterRange(1), text))))
        .orElseGet(() -> Fix.manual(advice + " in the " + ContentSecurityPolicy.FIELD));
  }
}
