package dev.wsdoctor.log;

import java.util.stream.Stream;

/// What stands in a line in front of a value that tells whether the line may concern a socket:
/// `"status":"` in one format, `" ` in another. `kind` says what has to stand behind it.
record StatusMark(String literal, Kind kind) {
  enum Kind {
    /// An opened socket, or a refusal.
    STATUS,
    /// Anything: the client sent that field.
    FIELD
  }

  /// Nothing for a format that does not tell the status, or not where it stands.
  static Stream<StatusMark> of(LogFormat format) {
    String status = format.literalBefore("status");
    String upgrade = format.literalBefore("http_upgrade");
    return status.isEmpty()
        ? Stream.empty()
        : Stream.concat(
            Stream.of(new StatusMark(status, Kind.STATUS)),
            Stream.of(upgrade).filter(s -> !s.isEmpty()).map(s -> new StatusMark(s, Kind.FIELD)));
  }

  /// Where the next such value begins, from that index on; beyond the text when there is none.
  int next(String text, int from) {
    int at = text.indexOf(literal, from);
    while (at >= 0) {
      int value = at + literal.length();
      if (fits(text, value)) {
        return value;
      }
      at = text.indexOf(literal, at + 1);
    }
    return Integer.MAX_VALUE;
  }

  private boolean fits(String text, int at) {
    return switch (kind) {
      case STATUS -> text.length() >= at + 3 && isOfInterest(text, at);
      case FIELD -> text.length() > at && isThere(text.charAt(at));
    };
  }

  /// 101, what is refused, and 009, which nginx writes of an upstream that answers no HTTP.
  private static boolean isOfInterest(String text, int at) {
    char first = text.charAt(at);
    if (first == '4' || first == '5') {
      return isDigit(text.charAt(at + 1)) && isDigit(text.charAt(at + 2));
    }
    return (first == '1' || first == '0')
        && (text.startsWith("101", at) || text.startsWith("009", at));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isThere(char c) {
    return c != '-' && c != '"' && c != ' ' && c != '\n';
  }
}
