package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.rule.Subject;
import dev.wsdoctor.rule.WrittenDirectives;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `listen 80, 8080`: one directive listens on one socket.
final class ListedSockets {
  private ListedSockets() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.message().contains("listen") || refusal.message().startsWith("invalid parameter")
        ? WrittenDirectives.of(refusal.subject().configuration(), refusal.place().file())
            .filter(line -> line.is("listen") && line.parameterCount() > 1)
            .filter(line -> line.parameters().stream().anyMatch(word -> word.endsWith(",")))
            .map(line -> line.parameters().stream().map(word -> word.replace(",", "")).toList())
            .filter(words -> words.stream().allMatch(word -> word.matches("[\\d.:*\\[\\]]+")))
            .flatMap(words -> candidate(refusal.subject(), refusal.place().file(), words))
        : Stream.of();
  }

  private static Stream<Candidate> candidate(
      Subject subject, SourceFile file, List<String> sockets) {
    return WrittenDirectives.of(subject.configuration(), file)
        .filter(line -> line.is("listen") && line.parameterCount() == sockets.size())
        .filter(line -> line.parameter().equals(sockets.getFirst() + ","))
        .map(
            line ->
                new Candidate(
                    apart(line, sockets), "listen on each socket with a line of its own"));
  }

  private static Edit apart(Directive line, List<String> sockets) {
    SourceFile file = line.range().file();
    int start = line.range().start();
    String before = file.text().substring(file.text().lastIndexOf('\n', start) + 1, start);
    String next = ";\n" + (before.isBlank() ? before : "") + "listen ";
    return new Edit(
        new SourceRange(
            file, line.parameterRange(0).start(), line.parameterRange(sockets.size() - 1).end()),
        sockets.stream().collect(Collectors.joining(next)));
  }
}
