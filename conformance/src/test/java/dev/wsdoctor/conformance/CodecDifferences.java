package dev.wsdoctor.conformance;

import dev.wsdoctor.conformance.CodecCase.Reaction;
import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Where a peer is known to react otherwise than our codec judges: peer, role of the sender or `*`,
/// pattern of case names, the peer's close code, and the reason.
final class CodecDifferences {
  private static final Path FILE = Path.of("src/test/resources/codec-differences.tsv");
  private static final Pattern TAB = Pattern.compile("\t");

  private final List<Line> lines;
  private final Set<Line> used = new HashSet<>();

  private CodecDifferences(List<Line> lines) {
    this.lines = lines;
  }

  private record Line(String peer, String sender, Pattern cases, int code, String reason) {
    boolean covers(CodecCase one) {
      return isFor(one.sender()) && cases.matcher(one.name()).matches();
    }

    boolean isFor(Role role) {
      return sender.equals("*") || sender.equals(role.toString());
    }

    static Line parse(String text) {
      List<String> cells = List.of(TAB.split(text, -1));
      return new Line(
          cells.get(0),
          cells.get(1),
          Pattern.compile(cells.get(2)),
          Integer.parseInt(cells.get(3)),
          cells.get(4));
    }
  }

  static CodecDifferences of(String peer) {
    try (var lines = Files.lines(FILE)) {
      return new CodecDifferences(
          lines.map(Line::parse).filter(line -> line.peer().equals(peer)).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is wrong with a reaction, or nothing.
  Optional<String> judge(CodecCase played, Reaction actual) {
    Optional<Line> difference = lines.stream().filter(line -> line.covers(played)).findFirst();
    difference.ifPresent(used::add);
    Reaction expected = played.expected();
    int code = difference.map(Line::code).orElse(expected.code());
    if (code != actual.code()) {
      return Optional.of(
          "%s: expected close %d but found %d".formatted(played.name(), code, actual.code()));
    }
    return difference.isPresent() || isSame(expected, actual)
        ? Optional.empty()
        : Optional.of("%s: expected %s but found %s".formatted(played.name(), expected, actual));
  }

  /// A peer that fails the connection may drop echoes that were under way.
  private static boolean isSame(Reaction expected, Reaction actual) {
    if (!expected.failed()) {
      return expected.messages().equals(actual.messages())
          && expected.pongs().equals(actual.pongs());
    }
    return isPrefix(actual.messages(), expected.messages())
        && isPrefix(actual.pongs(), expected.pongs());
  }

  private static boolean isPrefix(List<String> some, List<String> all) {
    return some.size() <= all.size() && all.subList(0, some.size()).equals(some);
  }

  /// Lines that no case with this sender has met.
  List<String> unused(Role sender) {
    return lines.stream()
        .filter(line -> line.isFor(sender) && !used.contains(line))
        .map(Line::toString)
        .toList();
  }
}
