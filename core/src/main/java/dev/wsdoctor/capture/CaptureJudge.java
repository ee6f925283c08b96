package dev.wsdoctor.capture;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which causes of the catalogue a recording shows. Only what stands on the wire counts: nothing is
/// concluded from a connection that was not captured.
final class CaptureJudge {
  private final Capture capture;
  private final List<Passage> passages;

  CaptureJudge(Capture capture, List<Passage> passages) {
    this.capture = capture;
    this.passages = List.copyOf(passages);
  }

  /// The gravest first; each once, with the first connection that shows it as its evidence.
  List<Finding> causes() {
    List<Finding> found = new ArrayList<>();
    for (Passage passage : passages) {
      found.addAll(new HandshakeSights(passage).causes());
      found.addAll(EndingSights.of(passage));
    }
    for (Conversation conversation : capture.conversations()) {
      found.addAll(AnswerSights.of(conversation));
      found.addAll(EndingSights.of(conversation));
    }
    found.addAll(RefusedSights.of(capture));
    Set<String> ids = new HashSet<>();
    return found.stream().sorted(Finding.BY_WEIGHT).filter(cause -> ids.add(cause.id())).toList();
  }

  /// What was seen on connection `number`.
  static Evidence seen(Conversation conversation, String what) {
    return new Evidence(
        Evidence.Kind.SOCKET,
        "#%d %s -> %s: %s"
            .formatted(conversation.number(), conversation.client(), conversation.server(), what));
  }
}
