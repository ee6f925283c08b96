package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An address with the wrong scheme: `ws://` in proxy_pass, which takes `http://` and `https://`
/// only and opens sockets by them; a slip in the scheme or none at all there; any scheme in a
/// `server` of an upstream.
final class WrittenScheme {
  private static final Pattern MESSAGE =
      Pattern.compile("invalid URL prefix.*|invalid (host|port|URL) in upstream.*");
  private static final Pattern SCHEME = Pattern.compile("^\\w+://");

  /// `http:/`, `https//`, `http:///`.
  private static final Pattern SLIP =
      Pattern.compile("^(https?)(?::/|:///|[;.,]?//|:)(?=[\\w$\\[])");

  private WrittenScheme() {}

  /// All such lines of the file together: one of them mends nothing while another is left.
  static Stream<Candidate> candidates(Refusal refusal, SourceFile file) {
    if (!MESSAGE.matcher(refusal.message()).matches()) {
      return Stream.of();
    }
    List<Edit> edits =
        WrittenDirectives.of(refusal.subject().configuration(), file)
            .filter(directive -> directive.parameterCount() > 0)
            .flatMap(directive -> edit(directive).stream())
            .toList();
    return edits.isEmpty()
        ? Stream.of()
        : Stream.of(new Candidate(edits, advice(edits), List.of()));
  }

  private static Optional<Edit> edit(Directive directive) {
    Optional<String> right =
        switch (directive.name()) {
          case "proxy_pass" -> url(directive.parameter());
          case "server" -> directive.isBlock() ? Optional.empty() : address(directive.parameter());
          default -> Optional.empty();
        };
    return right.map(text -> new Edit(directive.parameterRange(0), text));
  }

  private static Optional<String> url(String written) {
    if (written.startsWith("ws://")) {
      return Optional.of("http" + written.substring("ws".length()));
    }
    if (written.startsWith("wss://")) {
      return Optional.of("https" + written.substring("wss".length()));
    }
    Matcher slip = SLIP.matcher(written);
    if (slip.lookingAt()) {
      return Optional.of(slip.replaceFirst("$1://"));
    }
    boolean bare = written.matches("[\\w.-]+(:\\d+)?(/.*)?");
    return bare ? Optional.of("http://" + written) : Optional.empty();
  }

  private static Optional<String> address(String written) {
    String address = SCHEME.matcher(written).replaceFirst("");
    String bare = address.startsWith("unix:") ? address : address.replaceFirst("/.*$", "");
    return Optional.of(bare).filter(right -> !right.equals(written) && !right.isEmpty());
  }

  private static String advice(List<Edit> edits) {
    String changes =
        edits.stream()
            .map(edit -> "%s for %s".formatted(edit.replacement(), edit.range().text()))
            .distinct()
            .collect(Collectors.joining(", "));
    return "write %s: nginx opens a WebSocket as an HTTP request, and the lines of an upstream have neither scheme nor path"
        .formatted(changes);
  }
}
