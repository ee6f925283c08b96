package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.Moment;
import dev.wsdoctor.capture.Peer;
import java.time.Duration;
import java.time.Instant;

/// What a tap hears, line by line as it happens; every line says which connection it is about.
public final class LiveTranscript {
  private static final int SHOWN_CHARACTERS = 200;

  private final Viewer viewer;
  private final Instant start;

  /// Times count from `start`.
  public LiveTranscript(Viewer viewer, Instant start) {
    this.viewer = viewer;
    this.start = start;
  }

  public byte[] opened(int number, Instant time, Peer client, Peer server) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    double seconds = Duration.between(start, time).toMillis() / 1000.0;
    page.line(
        Style.BOLD,
        "%s%10.3f   %s connects to %s".formatted(label(number), seconds, client, server));
    return page.bytes();
  }

  public byte[] moment(int number, Moment moment) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    moments(page).write(label(number), start, moment);
    return page.bytes();
  }

  public byte[] ended(Conversation conversation) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    page.line(
        Style.BOLD,
        "%s%10s   %s; %s; lived %s"
            .formatted(
                label(conversation.number()),
                "",
                moments(page).hide(ConversationWords.ending(conversation)),
                ConversationWords.traffic(conversation),
                TrafficText.time(conversation.lifetime())));
    return page.bytes();
  }

  private MomentText moments(Page page) {
    return new MomentText(page, viewer.seesSecrets(), SHOWN_CHARACTERS);
  }

  private static String label(int number) {
    return "%-5s".formatted("#" + number);
  }
}
