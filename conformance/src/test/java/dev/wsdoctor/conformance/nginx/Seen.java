package dev.wsdoctor.conformance.nginx;

import dev.wsdoctor.nginx.Decision;
import dev.wsdoctor.nginx.Outcome;
import dev.wsdoctor.nginx.ProxyTarget;
import dev.wsdoctor.nginx.Sent;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What became of a request, in words that prediction and observation share.
final class Seen {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})");
  private static final Pattern LOCATION = Pattern.compile("(?m)^Location: (.*?)\r?$");
  private static final Pattern BACKEND = Pattern.compile("(?m)^X-Backend: (\\d+)\r?$");

  private Seen() {}

  /// From nginx's answer; `head` for a request whose answer has no body.
  static String answer(String answer, boolean head) {
    if (answer.isEmpty()) {
      return "closed";
    }
    if (answer.equals(Asked.NOT_LISTENING)) {
      return answer;
    }
    int end = answer.indexOf("\r\n\r\n");
    String fields = end < 0 ? answer : answer.substring(0, end + 2);
    String body = end < 0 ? "" : answer.substring(end + 4);
    Optional<String> backend = first(BACKEND, fields);
    if (backend.isPresent()) {
      return "port " + backend.get() + "\n" + (head ? "" : body);
    }
    String status = first(STATUS, fields).orElse("?");
    String location = first(LOCATION, fields).map(l -> " " + l).orElse("");
    boolean file = status.equals("200") && body.startsWith("file /");
    return status + location + (file ? " " + body.strip() : "");
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /// From our decision; a file's content is its path below `root`.
  static String decision(Decision decision, boolean head, Path root) {
    return switch (decision.outcome()) {
      case Outcome.Proxied proxied ->
          "port " + port(proxied.target()) + "\n" + (head ? "" : wire(proxied.sent()));
      case Outcome.Answered answered ->
          answered.status() + answered.location().map(l -> " " + firstLine(l.text())).orElse("");
      case Outcome.Static file ->
          file.status()
              + (head || file.status() != 200 || !isFile(file)
                  ? ""
                  : " file /" + root.relativize(Path.of(file.path().text())));
      case Outcome.Handled handled -> "handled by " + handled.module();
      case Outcome.Closed _ -> "closed";
      case Outcome.NotListening _ -> "not listening";
      case Outcome.WrongProtocol _ -> "400";
      case Outcome.NotLoaded _ -> "not loaded";
    };
  }

  /// A line feed that came with `%0A` ends the field on the wire.
  private static String firstLine(String location) {
    return location.split("\r?\n", 2)[0];
  }

  private static boolean isFile(Outcome.Static file) {
    return java.nio.file.Files.isRegularFile(Path.of(file.path().text()));
  }

  private static int port(ProxyTarget target) {
    return target.upstream().map(u -> u.peers().getFirst().port()).orElse(target.port());
  }

  private static String wire(Sent sent) {
    StringBuilder out = new StringBuilder(sent.line()).append("\r\n");
    for (Sent.Field field : sent.fields()) {
      out.append(field.name()).append(": ").append(field.value().text()).append("\r\n");
    }
    return out.append("\r\n").toString();
  }
}
