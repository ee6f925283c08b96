package dev.wsdoctor.diagnosis;

import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.FileView;
import dev.wsdoctor.nginx.Nginx;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.Sent;
import dev.wsdoctor.rule.Handshake;
import dev.wsdoctor.rule.Hop;
import dev.wsdoctor.rule.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What an upgrade of nginx changes for a URL, found by deciding its handshake again as the newer
/// version would.
final class VersionOutlook {
  /// The releases that treat a request otherwise than those before: HTTP/1.1 on a plain http2 port,
  /// the grammar of Host, the defaults of a proxied request, fields of a connection, Host lines.
  private static final List<NginxVersion> CHANGES =
      List.of(
          new NginxVersion(1, 25, 1),
          new NginxVersion(1, 29, 4),
          new NginxVersion(1, 29, 7),
          new NginxVersion(1, 31, 0),
          new NginxVersion(1, 31, 4));

  private final Subject subject;
  private final FileView files;

  private VersionOutlook(Subject subject, FileView files) {
    this.subject = subject;
    this.files = files;
  }

  /// One sentence for each release and hop that makes a difference; none for an ordinary page.
  static List<String> of(Subject subject, FileView files) {
    if (!subject.target().webSocket()) {
      return List.of();
    }
    VersionOutlook outlook = new VersionOutlook(subject, files);
    return subject.hops().stream().flatMap(hop -> outlook.of(hop).stream()).toList();
  }

  private List<String> of(Hop hop) {
    List<String> sentences = new ArrayList<>();
    Decision before = hop.decision();
    for (NginxVersion change : CHANGES) {
      if (subject.version().compareTo(change) < 0) {
        Nginx newer = subject.nginx().in(change);
        Decision after = newer.decide(hop.connection(), hop.request(), files);
        difference(before, after)
            .ifPresent(what -> sentences.add("nginx %s and newer: %s".formatted(change, what)));
        before = after;
      }
    }
    return sentences;
  }

  private static Optional<String> difference(Decision before, Decision after) {
    if (before.proxied().isPresent() && after.proxied().isPresent()) {
      return difference(before.proxied().get(), after.proxied().get());
    }
    String was = end(before.outcome());
    String is = end(after.outcome());
    return was.equals(is)
        ? Optional.empty()
        : Optional.of("the handshake %s (now it %s)".formatted(is, was));
  }

  private static Optional<String> difference(Outcome.Proxied before, Outcome.Proxied after) {
    List<String> changes =
        Stream.of(
                change("", before.sent().version(), after.sent().version()),
                change("Host: ", lines(before, "Host"), lines(after, "Host")),
                change("Connection: ", lines(before, "Connection"), lines(after, "Connection")))
            .flatMap(Optional::stream)
            .toList();
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the proxy_pass at %s sends %s%s"
                .formatted(
                    after.by().where(), String.join(", ", changes), consequence(before, after)));
  }

  private static Optional<String> change(String what, String before, String after) {
    return before.equals(after)
        ? Optional.empty()
        : Optional.of("%s%s instead of %s".formatted(what, after, before));
  }

  private static String lines(Outcome.Proxied proxied, String field) {
    String values =
        proxied.sent().all(field).stream()
            .map(Sent.Field::value)
            .map(value -> value.text())
            .collect(Collectors.joining(" and "));
    return values.isEmpty() ? "none" : values;
  }

  private static String consequence(Outcome.Proxied before, Outcome.Proxied after) {
    boolean was = opens(before);
    boolean is = opens(after);
    if (was == is) {
      return is ? "" : "; that alone does not make it a handshake";
    }
    return is ? ", and the socket opens" : ", and the socket no longer opens";
  }

  private static boolean opens(Outcome.Proxied proxied) {
    return Handshake.of(proxied).isComplete() && proxied.sent().all("Host").size() == 1;
  }

  private static String end(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Proxied _ -> "is proxied";
      case Outcome.Answered answered -> "is answered " + answered.status();
      case Outcome.Static _ -> "is answered with a file";
      case Outcome.Handled handled -> "is taken by " + handled.module();
      case Outcome.Closed _ -> "is cut";
      case Outcome.NotListening _ -> "finds no listener";
      case Outcome.WrongProtocol _ -> "meets a listener of another protocol";
      case Outcome.NotLoaded _ -> "meets no configuration";
    };
  }
}
