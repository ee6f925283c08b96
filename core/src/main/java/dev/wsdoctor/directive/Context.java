package dev.wsdoctor.directive;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where a directive may stand: the blocks that nginx tells apart.
public enum Context {
  MAIN("main"),
  EVENTS("events"),
  HTTP("http"),
  SERVER("server"),
  LOCATION("location"),
  IF_IN_SERVER("if-in-server"),
  IF_IN_LOCATION("if-in-location"),
  LIMIT_EXCEPT("limit_except"),
  UPSTREAM("upstream"),
  STREAM("stream"),
  STREAM_SERVER("stream.server"),
  STREAM_UPSTREAM("stream.upstream"),
  MAIL("mail"),
  MAIL_SERVER("mail.server");

  private static final Map<String, Context> BY_TITLE = HashMap.newHashMap(16);

  static {
    for (Context context : values()) {
      BY_TITLE.put(context.title, context);
    }
  }

  private final String title;

  Context(String title) {
    this.title = title;
  }

  static Optional<Context> of(String title) {
    return Optional.ofNullable(BY_TITLE.get(title));
  }

  /// As in the documentation; a name within stream or mail has that before a dot.
  public String title() {
    return title;
  }

  /// Whether it is none of `http`, where directives of the same names mean other things.
  public boolean isInStreamOrMail() {
    return switch (this) {
      case STREAM, STREAM_SERVER, STREAM_UPSTREAM, MAIL, MAIL_SERVER -> true;
      case MAIN,
          EVENTS,
          HTTP,
          SERVER,
          LOCATION,
          IF_IN_SERVER,
          IF_IN_LOCATION,
          LIMIT_EXCEPT,
          UPSTREAM ->
          false;
    };
  }

  /// The context inside of a block of that name that stands in this one; empty for blocks of lines,
  /// as `map` is.
  public Optional<Context> inside(String block) {
    return switch (this) {
      case MAIN -> of(block);
      case HTTP ->
          block.equals("server") || block.equals("upstream") ? of(block) : Optional.empty();
      case SERVER, LOCATION -> insideServer(block);
      case STREAM, MAIL -> of(title + "." + block);
      case EVENTS,
          IF_IN_SERVER,
          IF_IN_LOCATION,
          LIMIT_EXCEPT,
          UPSTREAM,
          STREAM_SERVER,
          STREAM_UPSTREAM,
          MAIL_SERVER ->
          Optional.empty();
    };
  }

  private Optional<Context> insideServer(String block) {
    return switch (block) {
      case "location", "limit_except" -> of(block);
      case "if" -> Optional.of(this == SERVER ? IF_IN_SERVER : IF_IN_LOCATION);
      default -> Optional.empty();
    };
  }
}
