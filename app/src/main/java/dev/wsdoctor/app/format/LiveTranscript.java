package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Conversation;
import dev.wsdoctor.capture.Moment;
import dev.wsdoctor.capture.Peer;
import dev.wsdoctor.capture.Recording;
import dev.wsdoctor.capture.Selection;
import dev.wsdoctor.capture.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/// What a tap hears, line by line as it happens; every line says which connection it is about.
public final class LiveTranscript {
  private static final int SHOWN_CHARACTERS = 200;

  private final Viewer viewer;
  private final Instant start;
  private final Selection selection;
  private final MaskedRecording masked = new MaskedRecording();

  /// Connections whose last request was for another path than is asked for.
  private final Set<Integer> elsewhere = new HashSet<>();

  /// Times count from `start`.
  public LiveTranscript(Viewer viewer, Instant start, Selection selection) {
    this.viewer = viewer;
    this.start = start;
    this.selection = selection;
  }

  public byte[] opened(int number, Instant time, Peer client, Peer server) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    double seconds = Duration.between(start, time).toMillis() / 1000.0;
    if (!selection.wantsConnection(number)) {
      return page.bytes();
    }
    page.line(
        Style.BOLD,
        "%s%10.3f   %s connects to %s".formatted(label(number), seconds, client, server));
    return page.bytes();
  }

  /// Nothing for what is not selected.
  public byte[] moment(int number, Moment moment) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    if (moment.sighting() instanceof Sighting.Asked(var request, var _)) {
      boolean wanted = selection.wantsPath(request.target());
      elsewhere.remove(number);
      elsewhere.addAll(wanted ? Set.of() : Set.of(number));
    }
    if (isWanted(number) && selection.wants(moment)) {
      moments(page)
          .write(label(number), start, viewer.seesSecrets() ? moment : masked.moment(moment));
    }
    return page.bytes();
  }

  private boolean isWanted(int number) {
    return selection.wantsConnection(number) && !elsewhere.contains(number);
  }

  public byte[] ended(Conversation conversation) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    if (isWanted(conversation.number())) {
      page.line(
          Style.BOLD,
          "%s%10s   %s; %s; lived %s"
              .formatted(
                  label(conversation.number()),
                  "",
                  ConversationWords.ending(conversation),
                  ConversationWords.traffic(conversation),
                  TrafficText.time(conversation.lifetime())));
    }
    elsewhere.remove(conversation.number());
    return page.bytes();
  }

  /// What follows from all of it, at the end.
  public byte[] causes(Recording recording) {
    Page page = new Page(viewer.terminal(), viewer.folder());
    Recording shown = viewer.seesSecrets() ? recording : MaskedRecording.of(recording);
    new TranscriptText(page, moments(page)).causes(shown);
    return page.bytes();
  }

  private MomentText moments(Page page) {
    return new MomentText(page, SHOWN_CHARACTERS);
  }

  private static String label(int number) {
    return "%-5s".formatted("#" + number);
  }
}
