package dev.wsdoctor.symptom;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What a person knows of the failure besides the URL: the status of the handshake, the close code,
/// how long the socket had been open, lines of the error log, and whole logs.
public record Symptoms(
    Optional<Integer> status,
    Optional<Integer> closeCode,
    Optional<Duration> after,
    List<String> errorLines,
    List<Path> errorLogs,
    List<Path> accessLogs) {
  public static final Symptoms NONE =
      new Symptoms(
          Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());

  static final int SWITCHING = 101;

  /// A socket that lives longer has certainly been open: a refusal comes sooner.
  static final Duration AT_ONCE = Duration.ofSeconds(2);

  public Symptoms {
    errorLines = List.copyOf(errorLines);
    errorLogs = List.copyOf(errorLogs);
    accessLogs = List.copyOf(accessLogs);
  }

  /// `--status`, nothing else.
  public static Symptoms ofStatus(int status) {
    return new Symptoms(
        Optional.of(status), Optional.empty(), Optional.empty(), List.of(), List.of(), List.of());
  }

  /// `--close-code` and `--after`, nothing else.
  public static Symptoms ofClose(int code, Duration after) {
    return new Symptoms(
        Optional.empty(), Optional.of(code), Optional.of(after), List.of(), List.of(), List.of());
  }

  /// With more lines of the error log.
  public Symptoms and(List<String> moreErrorLines) {
    List<String> lines =
        Stream.concat(errorLines.stream(), moreErrorLines.stream()).distinct().toList();
    return new Symptoms(status, closeCode, after, lines, errorLogs, accessLogs);
  }

  public boolean isEmpty() {
    boolean none = status.isEmpty() && closeCode.isEmpty() && after.isEmpty();
    return none && errorLines.isEmpty() && errorLogs.isEmpty() && accessLogs.isEmpty();
  }

  /// Whether the person has seen it fail; log files alone may show that all is well.
  boolean tellOfFailure() {
    return status.filter(seen -> seen != SWITCHING).isPresent()
        || closeCode.isPresent()
        || after.isPresent()
        || !errorLines.isEmpty();
  }

  /// Whether the socket has been open: 1006 alone does not tell, since a browser says it of a
  /// refused handshake too, and so it does of 1015.
  boolean tellOfOpening() {
    return status.filter(seen -> seen == SWITCHING).isPresent()
        || after.filter(lived -> lived.compareTo(AT_ONCE) > 0).isPresent()
        || closeCode.filter(code -> code != 1006 && code != 1015).isPresent();
  }

  Optional<Integer> refusal() {
    return status.filter(seen -> seen != SWITCHING);
  }
}
