package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.Moment;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A recording for a person: what is in it, and of every conversation who said what when.
final class TranscriptText {
  private final Page page;
  private final MomentText moments;

  TranscriptText(Page page, MomentText moments) {
    this.page = page;
    this.moments = moments;
  }

  void write(String source, Capture capture) {
    page.line(Style.BOLD, source + ": " + sums(capture));
    capture.others().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            other ->
                page.line(
                    Style.FAINT,
                    "  not shown: %d, %s".formatted(other.getValue(), other.getKey())));
    capture.conversations().forEach(one -> conversation(capture, one));
    capture
        .refused()
        .forEach(
            one ->
                page.blank()
                    .line(
                        Style.RED,
                        "#%d  %s -> %s  refused with a reset"
                            .formatted(one.number(), one.client(), one.server())));
    page.blank();
    capture.remarks().forEach(remark -> page.filled("* ", remark));
  }

  private static String sums(Capture capture) {
    String time = TrafficText.time(Duration.between(capture.first(), capture.last()));
    int sockets = capture.conversations().size();
    return "%,d packets in %s, %d %s"
        .formatted(
            capture.packets(),
            time,
            sockets,
            sockets == 1
                ? "connection with a WebSocket handshake"
                : "connections with a WebSocket handshake");
  }

  private void conversation(Capture capture, Conversation conversation) {
    page.blank()
        .line(
            Style.BOLD,
            "#%d  %s -> %s  %s"
                .formatted(
                    conversation.number(),
                    conversation.client(),
                    conversation.server(),
                    moments.hide(ConversationWords.handshake(conversation))));
    page.filled("    ", ConversationWords.traffic(conversation));
    page.filled("    ", moments.hide(ConversationWords.ending(conversation)));
    List<Moment> kept = conversation.moments();
    for (int i = 0; i < kept.size(); i++) {
      if (i == conversation.leftOutAt() && conversation.leftOut() > 0) {
        page.line(Style.FAINT, "           ... %,d more ...".formatted(conversation.leftOut()));
      }
      moments.write("", capture.first(), kept.get(i));
    }
  }
}
