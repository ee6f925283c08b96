package dev.wsdoctor.capture;

import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.HeadParser.Parsed;
import dev.wsdoctor.http.HeadReader;
import dev.wsdoctor.http.HeadReader.Progress;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.Role;
import java.time.Instant;
import java.util.regex.Pattern;

/// A side whose next message head is expected.
final class HeadStage implements Stage {
  /// The beginning of a request line, as far as it came; PROXY is HAProxy's protocol.
  private static final Pattern REQUEST =
      Pattern.compile("[\r\n]*(?:[A-Z]{1,20}(?: .*)?)?", Pattern.DOTALL);

  private static final String RESPONSE = "HTTP/";
  private static final Pattern PROXY_LINE = Pattern.compile("PROXY [^\r\n]*\r\n");

  private final ConversationRecorder dialogue;
  private final Role from;
  private final HeadReader reader;
  private final Beginning beginning = new Beginning();

  HeadStage(ConversationRecorder dialogue, Role from, int limit) {
    this.dialogue = dialogue;
    this.from = from;
    this.reader = new HeadReader(limit);
  }

  @Override
  public int take(Instant time, byte[] bytes, int at, int to) {
    beginning.add(bytes, at, to - at);
    Progress progress = reader.feed(bytes, at, to - at);
    if (!isHttp(beginning.text())) {
      dialogue.other(from, OtherProtocol.of(beginning.text()), beginning);
      return to - at;
    }
    return switch (progress) {
      case Progress.Incomplete() -> to - at;
      case Progress.TooLarge(int most) -> {
        dialogue.other(from, "a head that does not end within %d bytes".formatted(most), beginning);
        yield to - at;
      }
      case Progress.Complete(String head, String rest) -> {
        complete(time, head);
        yield to - at - rest.length();
      }
    };
  }

  private boolean isHttp(String received) {
    return switch (from) {
      case CLIENT -> REQUEST.matcher(received).matches() && !received.startsWith("PRI * HTTP/2");
      case SERVER ->
          received.startsWith(RESPONSE) || (received.length() < 5 && RESPONSE.startsWith(received));
    };
  }

  private void complete(Instant time, String head) {
    String bare = PROXY_LINE.matcher(head).replaceFirst("");
    switch (from) {
      case CLIENT -> {
        switch (HeadParser.request(bare)) {
          case Parsed.Valid<Request>(Request request) -> dialogue.asked(time, request, head);
          case Parsed.Invalid<Request>(String message) -> dialogue.other(from, message, beginning);
        }
      }
      case SERVER -> {
        switch (HeadParser.response(bare)) {
          case Parsed.Valid<Response>(Response response) -> dialogue.answered(time, response, head);
          case Parsed.Invalid<Response>(String message) -> dialogue.other(from, message, beginning);
        }
      }
    }
  }

  @Override
  public void missing(Instant time, long count) {
    dialogue.lost(from);
  }

  /// Half a head is all that came.
  @Override
  public void end(Instant time) {
    if (!beginning.text().isBlank()) {
      dialogue.show(from, time, beginning.as("a head without its end"));
    }
  }
}
