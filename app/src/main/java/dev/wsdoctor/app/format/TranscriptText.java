package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Capture;
import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.FieldChange;
import dev.wsdoctor.capture.Moment;
import dev.wsdoctor.capture.Passage;
import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
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

  void write(Recording recording) {
    Capture capture = recording.capture();
    page.line(Style.BOLD, recording.source() + ": " + sums(capture));
    capture.others().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            other ->
                page.line(
                    Style.FAINT,
                    "  not shown: %d, %s".formatted(other.getValue(), other.getKey())));
    recording.causes().forEach(this::cause);
    recording.passages().forEach(this::passage);
    capture.conversations().forEach(one -> conversation(capture, one));
    capture.refused().forEach(this::refused);
    page.blank();
    remarks(capture);
  }

  /// The causes and remarks alone.
  void causes(Recording recording) {
    recording.causes().forEach(this::cause);
    remarks(recording.capture());
  }

  private void remarks(Capture capture) {
    capture.remarks().forEach(remark -> page.filled("* ", remark));
  }

  private void cause(Finding cause) {
    page.blank()
        .filled(
            cause.isError() ? Style.RED : Style.YELLOW,
            "",
            "%s [%s]".formatted(cause.summary(), cause.id()));
    cause.evidence().stream().map(Evidence::text).forEach(text -> page.filled("  seen: ", text));
    cause.fix().map(Fix::advice).ifPresent(advice -> page.filled("  -> ", advice));
  }

  private void passage(Passage passage) {
    page.blank()
        .line(
            Style.BOLD,
            "#%d goes on as #%d  %s"
                .formatted(
                    passage.client().number(), passage.upstream().number(), by(passage.by())));
    if (passage.client().isOpen()) {
      passage.endedBy().ifPresent(party -> page.filled("    ended first by ", party(party)));
    }
    passage.requestChanges().forEach(change -> change("request", change));
    passage.answerChanges().forEach(change -> change("answer ", change));
  }

  private static String by(Passage.By by) {
    return switch (by) {
      case KEY -> "by its Sec-WebSocket-Key";
      case FRAMES -> "by its frames";
    };
  }

  private static String party(Passage.Party party) {
    return switch (party) {
      case CLIENT -> "the client";
      case INTERMEDIARY -> "the hop between them, nginx as a rule";
      case BACKEND -> "the backend";
    };
  }

  private void change(String message, FieldChange change) {
    String name = "    %s  %s: ".formatted(message, change.name());
    if (change.before().isPresent() && change.after().isPresent()) {
      page.line(Style.PLAIN, name + change.before().get() + "  ->  " + change.after().get());
    } else {
      change.before().ifPresent(before -> page.line(Style.RED, name + before + "  ->  taken away"));
      change.after().ifPresent(after -> page.line(Style.GREEN, name + "added: " + after));
    }
  }

  private void refused(Conversation one) {
    page.blank()
        .line(
            Style.RED,
            "#%d  %s -> %s  refused: SYN is answered with RST"
                .formatted(one.number(), one.client(), one.server()));
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
                    ConversationWords.handshake(conversation)));
    page.filled("    ", ConversationWords.traffic(conversation));
    page.filled("    ", ConversationWords.ending(conversation));
    List<Moment> kept = conversation.moments();
    for (int i = 0; i < kept.size(); i++) {
      if (i == conversation.leftOutAt() && conversation.leftOut() > 0) {
        page.line(Style.FAINT, "           ... %,d more ...".formatted(conversation.leftOut()));
      }
      moments.write("", capture.first(), kept.get(i));
    }
  }
}
