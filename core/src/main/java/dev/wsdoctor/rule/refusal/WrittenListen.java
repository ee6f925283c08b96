package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A `listen` that holds more or less than an address, a port and nginx's own parameters: a scheme,
/// a path, two ports, a colon without a host, a placeholder. Each port gets a line; what has none
/// listens at the URL's.
final class WrittenListen {
  private static final Pattern SOCKET =
      Pattern.compile(
          "(?:(?:\\d{1,3}\\.){3}\\d{1,3}:|\\*:|\\[[0-9a-fA-F:]*]:)?\\b(\\d{2,5})(?=$|[\\s,;/\"'])");

  private static final Set<String> PARAMETERS =
      Set.of("default_server", "ssl", "http2", "proxy_protocol", "reuseport", "deferred", "bind");

  /// What only one line for a socket may say.
  private static final Set<String> OF_SOCKETS = Set.of("reuseport", "deferred", "bind");

  private static final int MOST = 65_535;

  private WrittenListen() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    boolean listen =
        refusal.says(
            "\"listen\" directive",
            "duplicate listen options",
            "invalid parameter",
            "directive \"listen\"");
    return listen
        ? refusal
            .in(refusal.place().file())
            .filter(line -> line.is("listen") && line.range().line() == refusal.place().line())
            .limit(1)
            .flatMap(line -> right(refusal, line))
        : Stream.of();
  }

  private static Stream<Candidate> right(Refusal refusal, Directive line) {
    SourceFile file = line.range().file();
    int end = endOfDirective(file, line.range().start());
    SourceRange all = new SourceRange(file, Parameters.name(line).end(), end);
    String text = all.text();
    List<String> sockets =
        SOCKET
            .matcher(text)
            .results()
            .filter(WrittenListen::isPort)
            .map(WrittenListen::address)
            .distinct()
            .toList();
    String parameters = parameters(refusal, text);
    String port = String.valueOf(refusal.subject().target().port());
    List<String> right = sockets.isEmpty() ? List.of(port) : sockets;
    String indentation = " ".repeat(Math.max(0, line.range().column() - 1));
    String lines =
        right.stream()
            .map(socket -> socket + parameters)
            .collect(Collectors.joining(";\n" + indentation + "listen "));
    return Stream.of(
        new Candidate(
            new Edit(all, " " + lines),
            sockets.isEmpty()
                ? "listen on the port of the URL, %s".formatted(port)
                : "write address and port as nginx reads them: listen %s"
                    .formatted(String.join(", ", right))));
  }

  private static boolean isPort(MatchResult found) {
    return Integer.parseInt(found.group(1)) <= MOST;
  }

  private static String address(MatchResult found) {
    return found.group().matches("\\*:.*") ? found.group(1) : found.group();
  }

  /// Those that nginx knows, and `ssl` where another word for it stands or the URL wants it.
  private static String parameters(Refusal refusal, String text) {
    List<String> words = Arrays.asList(text.replaceAll("[\"',]", " ").trim().split("\\s+"));
    boolean tls =
        refusal.subject().target().tls()
            && words.stream().anyMatch(word -> word.matches("(?i)tls|https|ssl=?on"));
    boolean twice = refusal.says("duplicate listen options");
    return words.stream()
            .filter(word -> PARAMETERS.contains(word) && !(twice && OF_SOCKETS.contains(word)))
            .map(word -> " " + word)
            .collect(Collectors.joining())
        + (tls && !words.contains("ssl") ? " ssl" : "");
  }

  /// A placeholder in braces is a block to nginx.
  private static int endOfDirective(SourceFile file, int start) {
    int end = file.text().indexOf(';', start);
    int lineEnd = file.text().indexOf('\n', start);
    return end < 0 || (lineEnd >= 0 && lineEnd < end) ? Math.max(lineEnd, start) : end;
  }
}
