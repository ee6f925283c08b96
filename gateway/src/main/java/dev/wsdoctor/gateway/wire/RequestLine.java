package dev.wsdoctor.gateway.wire;

/// Reads a request line byte by byte (`ngx_http_parse_request_line`), so that nonsense is refused
/// before its line ends.
final class RequestLine {
  /// How far it has come.
  enum Progress {
    MORE,
    DONE,
    /// 400
    BAD,
    /// 505
    BAD_VERSION
  }

  private enum At {
    START,
    METHOD,
    BEFORE_TARGET,
    TARGET,
    BEFORE_VERSION,
    NAME,
    MAJOR,
    MAJOR_REST,
    MINOR,
    MINOR_REST,
    AFTER_VERSION,
    LINE_FEED
  }

  private static final String NAME = "HTTP/";

  private final StringBuilder method = new StringBuilder();
  private final StringBuilder target = new StringBuilder();
  private final StringBuilder version = new StringBuilder();
  private At at = At.START;
  private int major;
  private int minor;
  private boolean targetMayHaveAnything;

  boolean isStarted() {
    return at != At.START;
  }

  boolean isInMethod() {
    return at == At.START || at == At.METHOD;
  }

  String method() {
    return method.toString();
  }

  String target() {
    return target.toString();
  }

  /// `HTTP/0.9` when the line names none.
  String version() {
    return version.isEmpty() ? "HTTP/0.9" : version.toString();
  }

  /// What has come of the line, with the byte that was wrong unless it ends the line.
  String written(char bad) {
    StringBuilder out = new StringBuilder(method);
    if (at == At.METHOD && (bad == '\r' || bad == '\n') && !method.isEmpty()) {
      out.setLength(method.length() - 1);
    }
    if (at.compareTo(At.METHOD) > 0) {
      out.append(' ').append(target);
    }
    boolean ends = bad == '\r' || bad == '\n';
    if (at.compareTo(At.TARGET) > 0 && !(version.isEmpty() && ends)) {
      out.append(' ').append(version);
    }
    boolean taken = at == At.METHOD || at == At.TARGET || at == At.MAJOR || at == At.MINOR_REST;
    boolean wasTaken = taken && !out.isEmpty() && out.charAt(out.length() - 1) == bad;
    return wasTaken || ends ? out.toString() : out.append(bad).toString();
  }

  Progress take(char c) {
    return switch (at) {
      case START -> start(c);
      case METHOD -> method(c);
      case BEFORE_TARGET -> beforeTarget(c);
      case TARGET -> target(c);
      case BEFORE_VERSION -> beforeVersion(c);
      case NAME -> name(c);
      case MAJOR -> major(c);
      case MAJOR_REST -> majorRest(c);
      case MINOR, MINOR_REST -> minor(c);
      case AFTER_VERSION -> c == ' ' ? Progress.MORE : end(c);
      case LINE_FEED -> c == '\n' ? Progress.DONE : Progress.BAD;
    };
  }

  private Progress go(At next) {
    at = next;
    return Progress.MORE;
  }

  private Progress end(char c) {
    return switch (c) {
      case '\r' -> go(At.LINE_FEED);
      case '\n' -> Progress.DONE;
      default -> Progress.BAD;
    };
  }

  private static boolean isMethod(char c) {
    return (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  }

  private Progress start(char c) {
    if (c == '\r' || c == '\n') {
      return Progress.MORE;
    }
    at = At.METHOD;
    return method(c);
  }

  private Progress method(char c) {
    if (c == ' ' && !method.isEmpty()) {
      return go(At.BEFORE_TARGET);
    }
    method.append(c);
    return isMethod(c) ? Progress.MORE : Progress.BAD;
  }

  private Progress beforeTarget(char c) {
    if (c == ' ') {
      return Progress.MORE;
    }
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c != '/' && !letter) {
      return Progress.BAD;
    }
    targetMayHaveAnything = c == '/';
    target.append(c);
    return go(At.TARGET);
  }

  /// A path, or `scheme://host:port` before one.
  private Progress target(char c) {
    if (c == ' ') {
      return isWholeTarget() ? go(At.BEFORE_VERSION) : Progress.BAD;
    }
    if (c == '\r' || c == '\n') {
      return targetMayHaveAnything ? end(c) : Progress.BAD;
    }
    if (c < 0x20 || c == 0x7f) {
      return Progress.BAD;
    }
    target.append(c);
    return targetMayHaveAnything || continuesAbsolute(c) ? Progress.MORE : Progress.BAD;
  }

  private boolean isWholeTarget() {
    return targetMayHaveAnything || target.indexOf("://") > 0;
  }

  private boolean continuesAbsolute(char c) {
    int colon = target.indexOf(":");
    int at = target.length() - 1;
    if (colon < 0 || colon == at) {
      return c == ':' || Character.isLetterOrDigit(c) || "+-.".indexOf(c) >= 0;
    }
    if (at <= colon + 2) {
      return c == '/';
    }
    if (c == '/' || c == '?') {
      targetMayHaveAnything = true;
      return at > colon + 3;
    }
    return (c < 0x80 && Character.isLetterOrDigit(c)) || "-.:[]~!$&'()*+,;=_".indexOf(c) >= 0;
  }

  private Progress beforeVersion(char c) {
    if (c == ' ') {
      return Progress.MORE;
    }
    if (c == 'H') {
      version.append(c);
      return go(At.NAME);
    }
    return end(c);
  }

  private Progress name(char c) {
    if (c != NAME.charAt(version.length())) {
      return Progress.BAD;
    }
    version.append(c);
    return version.length() == NAME.length() ? go(At.MAJOR) : Progress.MORE;
  }

  private Progress major(char c) {
    if (c < '1' || c > '9') {
      return Progress.BAD;
    }
    version.append(c);
    major = c - '0';
    return major > 1 ? Progress.BAD_VERSION : go(At.MAJOR_REST);
  }

  private Progress majorRest(char c) {
    if (c == '.') {
      version.append(c);
      return go(At.MINOR);
    }
    return c >= '0' && c <= '9' ? Progress.BAD_VERSION : Progress.BAD;
  }

  private Progress minor(char c) {
    if (c >= '0' && c <= '9') {
      minor = minor * 10 + c - '0';
      version.append(c);
      at = At.MINOR_REST;
      return minor > 999 ? Progress.BAD : Progress.MORE;
    }
    if (at == At.MINOR) {
      return Progress.BAD;
    }
    return c == ' ' ? go(At.AFTER_VERSION) : end(c);
  }
}
