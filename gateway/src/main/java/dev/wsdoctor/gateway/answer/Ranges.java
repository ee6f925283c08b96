package dev.wsdoctor.gateway.answer;

import java.util.ArrayList;
import java.util.List;

/// Reads a Range field (`ngx_http_range_parse`).
final class Ranges {
  /// Bytes from `start` up to, but not including, `end`.
  record Range(long start, long end) {}

  /// What a field asks for.
  sealed interface Asked {
    /// It is to be ignored.
    record Everything() implements Asked {}

    record Parts(List<Range> ranges) implements Asked {}

    record Unsatisfiable() implements Asked {}
  }

  private static final String UNIT = "bytes=";

  private Ranges() {}

  static Asked read(String field, long length, int maxRanges) {
    if (field.length() < UNIT.length() + 1
        || !field.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
      return new Asked.Everything();
    }
    List<Range> ranges = new ArrayList<>();
    long total = 0;
    for (String part : field.substring(UNIT.length()).split(",", -1)) {
      String range = part.strip();
      if (!range.matches("[0-9]{1,18} *- *[0-9]{0,18}|-[0-9]{1,18}")) {
        return new Asked.Unsatisfiable();
      }
      int dash = range.indexOf('-');
      String from = range.substring(0, dash).strip();
      String to = range.substring(dash + 1).strip();
      long start = from.isEmpty() ? Math.max(0, length - Long.parseLong(to)) : Long.parseLong(from);
      long end = from.isEmpty() || to.isEmpty() ? length : Long.parseLong(to) + 1;
      end = Math.min(end, length);
      if (start < end) {
        ranges.add(new Range(start, end));
        total += end - start;
        if (ranges.size() > maxRanges) {
          return new Asked.Everything();
        }
      } else if (start == 0) {
        return new Asked.Everything();
      }
    }
    if (ranges.isEmpty()) {
      return new Asked.Unsatisfiable();
    }
    return total > length ? new Asked.Everything() : new Asked.Parts(ranges);
  }
}
