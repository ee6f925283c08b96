package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Several servers of an upstream in one line, or a name in front of the address: each address has
/// a line of its own.
final class ListedServers {
  private ListedServers() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("invalid parameter", "in upstream \"", "invalid number of")
        ? refusal
            .line()
            .filter(line -> line.is("server") && !line.isBlock() && line.parameterCount() > 1)
            .flatMap(ListedServers::apart)
        : Stream.of();
  }

  private static Stream<Candidate> apart(Directive line) {
    List<String> words =
        line.parameters().stream().map(word -> word.replaceFirst("[,;]+$", "")).toList();
    List<String> addresses =
        words.stream()
            .filter(word -> word.matches("[\\w.-]+:\\d{1,5}|(?:\\d+\\.){3}\\d+|unix:.*"))
            .toList();
    String options =
        words.stream()
            .filter(word -> word.matches("\\w+=\\S+|backup|down"))
            .map(word -> " " + word)
            .collect(Collectors.joining());
    String next = ";\n" + " ".repeat(Math.max(0, line.range().column() - 1)) + "server ";
    return addresses.isEmpty()
        ? Stream.of()
        : Stream.of(
            new Candidate(
                Parameters.all(
                    line,
                    addresses.stream()
                        .map(address -> address + options)
                        .collect(Collectors.joining(next))),
                "write one address in each line of server"));
  }
}
