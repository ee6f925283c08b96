package dev.wsdoctor.log;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The formats of the access logs of a configuration, `combined` among them. A line is tried with
/// the format that took the line before first, since the lines of a file mostly have one.
public final class LogFormats {
  private final List<LogFormat> formats;
  private int latest;

  private LogFormats(List<LogFormat> formats) {
    this.formats = formats;
  }

  public static LogFormats of(List<LogFormat> own) {
    List<LogFormat> all = new ArrayList<>(own);
    all.add(LogFormat.COMBINED);
    return new LogFormats(all);
  }

  /// Those that `http` defines.
  public static LogFormats of(Configuration configuration) {
    return of(
        configuration
            .body("http")
            .flatMap(http -> http.body("log_format"))
            .map(format -> LogFormat.of(format.parameters()))
            .toList());
  }

  /// Those of an access log that is written with a named format come first.
  public LogFormats preferring(Stream<Directive> accessLogs) {
    List<String> names = accessLogs.map(LogFormats::formatName).toList();
    List<LogFormat> sorted = new ArrayList<>();
    formats.stream().filter(format -> names.contains(format.name())).forEach(sorted::add);
    formats.stream().filter(format -> !names.contains(format.name())).forEach(sorted::add);
    return new LogFormats(sorted);
  }

  private static String formatName(Directive accessLog) {
    return accessLog.parameterCount() > 1 ? accessLog.parameters().get(1) : "combined";
  }

  /// The entry of a line, in the first format that fits it.
  public Optional<AccessEntry> parse(String line) {
    Optional<AccessEntry> entry = parse(latest, line);
    for (int i = 0; entry.isEmpty() && i < formats.size(); i++) {
      entry = parse(i, line);
      latest = entry.isPresent() ? i : latest;
    }
    return entry;
  }

  /// A format that ends in a variable fits nearly everything; a status tells it from others.
  private Optional<AccessEntry> parse(int format, String line) {
    return formats
        .get(format)
        .parse(line)
        .filter(entry -> !entry.has("status") || entry.status().isPresent());
  }

  /// Those that a sample of a log is written in; when none is known, what its JSON shows.
  public List<LogFormat> fitting(List<String> sample) {
    List<LogFormat> fitting = new ArrayList<>();
    for (String line : sample) {
      if (parse(line).isPresent() && !fitting.contains(latest())) {
        fitting.add(latest());
      }
    }
    return fitting.isEmpty()
        ? sample.stream().flatMap(line -> JsonLine.format(line).stream()).limit(1).toList()
        : fitting;
  }

  /// The same, and what most packages make of combined.
  public LogFormats andMore() {
    List<LogFormat> all = new ArrayList<>(formats);
    all.add(LogFormat.COMBINED_AND_MORE);
    return new LogFormats(all);
  }

  /// Only these.
  public static LogFormats only(List<LogFormat> formats) {
    return new LogFormats(List.copyOf(formats));
  }

  /// The format that the latest line was written in.
  public LogFormat latest() {
    return formats.get(latest);
  }
}
