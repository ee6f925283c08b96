package dev.wsdoctor.gateway.wire;

/// Reads a status line byte by byte (`ngx_http_parse_status_line`).
final class StatusLine {
  /// How far it has come.
  enum Progress {
    MORE,
    DONE,
    BAD
  }

  private static final String START = "HTTP/";
  private static final int DIGITS = 3;

  private enum At {
    NAME,
    MAJOR,
    MINOR,
    STATUS,
    AFTER_STATUS,
    REASON,
    LINE_FEED
  }

  private final StringBuilder version = new StringBuilder();
  private final StringBuilder reason = new StringBuilder();
  private At at = At.NAME;
  private int status;
  private int digits;

  String version() {
    return version.toString();
  }

  int status() {
    return status;
  }

  /// All behind the status and its space.
  String reason() {
    return reason.toString();
  }

  Progress take(char c) {
    return switch (at) {
      case NAME -> name(c);
      case MAJOR -> number(c, '.', At.MINOR);
      case MINOR -> number(c, ' ', At.STATUS);
      case STATUS -> status(c);
      case AFTER_STATUS -> afterStatus(c);
      case REASON -> reason(c);
      case LINE_FEED -> c == '\n' ? Progress.DONE : Progress.BAD;
    };
  }

  private Progress go(At next) {
    at = next;
    return Progress.MORE;
  }

  private Progress name(char c) {
    if (c != START.charAt(version.length())) {
      return Progress.BAD;
    }
    version.append(c);
    return version.length() == START.length() ? go(At.MAJOR) : Progress.MORE;
  }

  private Progress number(char c, char end, At next) {
    boolean first = !Character.isDigit(version.charAt(version.length() - 1));
    if (c >= '0' && c <= '9') {
      version.append(c);
      return Progress.MORE;
    }
    if (first || c != end) {
      return Progress.BAD;
    }
    if (end == '.') {
      version.append(c);
    }
    return go(next);
  }

  private Progress status(char c) {
    if (c == ' ' && digits == 0) {
      return Progress.MORE;
    }
    if (c < '0' || c > '9') {
      return Progress.BAD;
    }
    status = status * 10 + c - '0';
    return ++digits == DIGITS ? go(At.AFTER_STATUS) : Progress.MORE;
  }

  private Progress afterStatus(char c) {
    return switch (c) {
      case ' ' -> go(At.REASON);
      case '.' -> go(At.REASON);
      case '\r' -> go(At.LINE_FEED);
      case '\n' -> Progress.DONE;
      default -> Progress.BAD;
    };
  }

  private Progress reason(char c) {
    return switch (c) {
      case '\r' -> go(At.LINE_FEED);
      case '\n' -> Progress.DONE;
      default -> {
        reason.append(c);
        yield Progress.MORE;
      }
    };
  }
}
