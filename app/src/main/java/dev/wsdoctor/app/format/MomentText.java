package dev.wsdoctor.app.format;

import dev.wsdoctor.capture.Message;
import dev.wsdoctor.capture.Moment;
import dev.wsdoctor.capture.Sighting;
import dev.wsdoctor.websocket.FrameHeader;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A moment as the lines of a transcript: ` 1.250 > text 5 B hello`.
final class MomentText {
  private static final int HEX_BYTES = 24;

  private final Page page;
  private final Secrets secrets;
  private final boolean seesSecrets;
  private final int shownCharacters;

  /// Of a payload at most `shownCharacters` are shown.
  MomentText(Page page, boolean seesSecrets, int shownCharacters) {
    this.page = page;
    this.secrets = new Secrets();
    this.seesSecrets = seesSecrets;
    this.shownCharacters = shownCharacters;
  }

  /// `start` is when the transcript's time begins; `label` stands in front of every line.
  void write(String label, Instant start, Moment moment) {
    String time = time(Duration.between(start, moment.time()));
    String arrow = moment.from() == Role.CLIENT ? " > " : " < ";
    List<String> lines = lines(moment.sighting());
    page.line(style(moment.sighting()), label + time + arrow + lines.getFirst());
    String hang = label + " ".repeat(time.length()) + arrow;
    lines.stream().skip(1).forEach(line -> page.line(Style.FAINT, hang + line));
  }

  /// Seconds to the millisecond, in ten columns.
  private static String time(Duration sinceStart) {
    return "%10.3f".formatted(sinceStart.toMillis() / 1000.0);
  }

  private static Style style(Sighting sighting) {
    return switch (sighting) {
      case Sighting.Asked _, Sighting.Answered _ -> Style.BOLD;
      case Sighting.Broke _, Sighting.Failed _, Sighting.Reset _ -> Style.RED;
      case Sighting.Missing _, Sighting.Incomplete _, Sighting.Other _ -> Style.YELLOW;
      case Sighting.Fragment _ -> Style.FAINT;
      case Sighting.Body _, Sighting.Control _, Sighting.Said _, Sighting.Finished _ -> Style.PLAIN;
    };
  }

  private List<String> lines(Sighting sighting) {
    return switch (sighting) {
      case Sighting.Asked(var _, String head) -> head(head);
      case Sighting.Answered(var _, String head) -> head(head);
      case Sighting.Body(long length, String beginning) ->
          List.of("body " + size(length) + shown(text(beginning)));
      case Sighting.Control control -> List.of(control(control));
      case Sighting.Fragment(Opcode opcode, int number, FrameHeader header) ->
          List.of(
              "  frame %d of a %s message, %s%s"
                  .formatted(
                      number,
                      name(opcode),
                      size(header.length()),
                      header.fin() ? ", the last" : ""));
      case Sighting.Said(Message message) -> List.of(message(message));
      case Sighting.Incomplete(FrameHeader header, long came) ->
          List.of(
              "%s frame that never became complete: %s announced, %s came"
                  .formatted(name(header.opcode()), announced(header.length()), size(came)));
      case Sighting.Broke(var violation) -> List.of("breaks a rule: " + violation);
      case Sighting.Missing(long bytes) -> List.of(size(bytes) + " were not captured");
      case Sighting.Other(String what, long length, String beginning) ->
          List.of("%s, %s%s".formatted(what, size(length), shown(hex(beginning))));
      case Sighting.Finished() -> List.of("FIN: has no more to send");
      case Sighting.Reset() -> List.of("RST: throws the connection away");
      case Sighting.Failed(String sentence) -> List.of(sentence);
    };
  }

  private List<String> head(String head) {
    String masked = seesSecrets ? head : secrets.head(head);
    List<String> lines = masked.strip().lines().toList();
    return Stream.concat(lines.stream().limit(1), lines.stream().skip(1).map(line -> "  " + line))
        .toList();
  }

  private String control(Sighting.Control control) {
    return switch (control.frame().opcode()) {
      case CLOSE -> "close " + hide(control.close().describe());
      default ->
          name(control.frame().opcode())
              + " "
              + size(control.frame().header().length())
              + shown(payload(control.frame().payload()));
    };
  }

  private String message(Message message) {
    String frames = message.frames() > 1 ? " in %d frames".formatted(message.frames()) : "";
    String wire = message.compressed() ? " (%s deflated)".formatted(size(message.wireBytes())) : "";
    String payload =
        message.opcode() == Opcode.TEXT ? text(message.payload()) : payload(message.payload());
    String trouble = message.isWhole() ? "" : "; " + message.trouble();
    return "%s %s%s%s%s%s"
        .formatted(
            name(message.opcode()), size(message.length()), wire, frames, shown(payload), trouble);
  }

  private static String shown(String payload) {
    return payload.isEmpty() ? "" : "  " + payload;
  }

  /// On one line, with its secrets hidden, and cut behind a whole character.
  private String text(String bytes) {
    String all = hide(ByteText.decode(bytes));
    String text = all.replace("\r", "\\r").replace("\n", "\\n").replace("\t", "\\t");
    int end =
        text.offsetByCodePoints(
            0, Math.min(shownCharacters, text.codePointCount(0, text.length())));
    return end < text.length() ? text.substring(0, end) + "..." : text;
  }

  /// Without its secrets, unless they are to be seen.
  String hide(String text) {
    return seesSecrets ? text : secrets.text(text);
  }

  /// As text when it is, and else in hexadecimal.
  private String payload(String bytes) {
    return bytes.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? text(bytes) : hex(bytes);
  }

  private static String hex(String bytes) {
    StringBuilder out = new StringBuilder();
    bytes.chars().limit(HEX_BYTES).forEach(c -> out.append("%02x ".formatted(c)));
    return out.toString().strip() + (bytes.length() > HEX_BYTES ? " ..." : "");
  }

  private static String announced(long length) {
    return length < 0 ? Long.toUnsignedString(length) + " B" : size(length);
  }

  static String size(long bytes) {
    return TrafficText.size(bytes);
  }

  static String name(Opcode opcode) {
    return opcode.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
