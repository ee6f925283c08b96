package dev.wsdoctor.capture;

import dev.wsdoctor.finding.Finding;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A capture with what follows from it: which conversations are the two sides of an intermediary,
/// and which causes of trouble show. `source` is the file, or the hop that was tapped.
public record Recording(
    String source, Capture capture, List<Passage> passages, List<Finding> causes) {
  public Recording {
    passages = List.copyOf(passages);
    causes = List.copyOf(causes);
  }

  public static Recording of(String source, Capture capture) {
    List<Passage> passages = Passages.among(capture.conversations());
    return new Recording(source, capture, passages, new CaptureJudge(capture, passages).causes());
  }

  /// Only what is selected, and of its passages both sides.
  public Recording selecting(Selection selection) {
    if (selection.equals(Selection.ALL)) {
      return this;
    }
    List<Passage> wanted =
        passages.stream()
            .filter(one -> selection.wants(one.client()) || selection.wants(one.upstream()))
            .toList();
    Set<Integer> both =
        selection.connection().isPresent()
            ? Set.of()
            : wanted.stream().map(one -> one.upstream().number()).collect(Collectors.toSet());
    List<Conversation> kept =
        capture.conversations().stream()
            .filter(one -> selection.wants(one) || both.contains(one.number()))
            .map(selection::of)
            .toList();
    return new Recording(source, capture.with(kept), wanted, causes);
  }

  /// The same with other conversations in the place of these, such as ones without secrets.
  public Recording with(UnaryOperator<Conversation> conversation, UnaryOperator<Finding> cause) {
    return new Recording(
        source,
        capture.with(capture.conversations().stream().map(conversation).toList()),
        passages.stream()
            .map(
                one ->
                    new Passage(
                        conversation.apply(one.client()),
                        conversation.apply(one.upstream()),
                        one.by()))
            .toList(),
        causes.stream().map(cause).toList());
  }
}
