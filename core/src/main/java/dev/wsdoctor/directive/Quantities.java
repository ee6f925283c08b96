package dev.wsdoctor.directive;

import java.util.OptionalLong;

/// Numbers, sizes and times as nginx writes them.
public final class Quantities {
  private static final long[] SECONDS = {
    365L * 24 * 3600, 30L * 24 * 3600, 7L * 24 * 3600, 24L * 3600, 3600, 60, 1
  };
  private static final String UNITS = "yMwdhms";
  private static final int MONTH = 1;
  private static final int SECOND = UNITS.length() - 1;
  private static final int MILLISECOND = SECOND + 1;
  private static final int NO_MORE = MILLISECOND + 1;

  private Quantities() {}

  /// Decimal digits only (ngx_atoi).
  public static OptionalLong number(String text) {
    if (text.isEmpty() || text.length() > 19 || !digits(text)) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }

  private static boolean digits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /// Bytes: `512`, `8k`, `1M` (ngx_parse_size).
  public static OptionalLong size(String text) {
    return scaled(text, "kKmM");
  }

  /// Bytes, where `g` is known, too (ngx_parse_offset).
  public static OptionalLong offset(String text) {
    return scaled(text, "kKmMgG");
  }

  private static OptionalLong scaled(String text, String units) {
    int unit = text.isEmpty() ? -1 : units.indexOf(text.charAt(text.length() - 1));
    if (unit < 0) {
      return number(text);
    }
    int shift = 10 * (unit / 2 + 1);
    OptionalLong number = number(text.substring(0, text.length() - 1));
    boolean fits = number.isPresent() && number.getAsLong() <= Long.MAX_VALUE >> shift;
    return fits ? OptionalLong.of(number.getAsLong() << shift) : OptionalLong.empty();
  }

  /// Milliseconds of `60s`, `1h 30m`, `100ms`; years and months are not known here (ngx_parse_time
  /// without is_sec).
  public static OptionalLong milliseconds(String text) {
    return time(text, MONTH, 1000);
  }

  /// Seconds of `1y`, `30d`, `60`; milliseconds are not known here (ngx_parse_time with is_sec).
  public static OptionalLong seconds(String text) {
    return time(text, -1, 1);
  }

  /// Units must descend: `step` is the last one read.
  private static OptionalLong time(String text, int start, long perSecond) {
    if (text.isEmpty() || text.length() > 100) {
      return OptionalLong.empty();
    }
    int step = start;
    int p = 0;
    boolean valid = false;
    long total = 0;
    long value = 0;
    while (p < text.length()) {
      char c = text.charAt(p++);
      if (c >= '0' && c <= '9') {
        valid = true;
        value = Math.min(value * 10 + c - '0', Integer.MAX_VALUE * 10L);
        continue;
      }
      int unit = unitAt(text, p - 1);
      if (unit < 0 || step >= Math.min(unit, SECOND + (unit == MILLISECOND ? 1 : 0))) {
        return OptionalLong.empty();
      }
      if (unit == MILLISECOND && perSecond == 1) {
        return OptionalLong.empty();
      }
      p += unit == MILLISECOND ? 1 : 0;
      total += value * scale(unit, perSecond);
      value = 0;
      step = unit;
      while (p < text.length() && text.charAt(p) == ' ') {
        p++;
      }
    }
    return valid ? OptionalLong.of(total + value * perSecond) : OptionalLong.empty();
  }

  private static int unitAt(String text, int at) {
    if (text.startsWith("ms", at)) {
      return MILLISECOND;
    }
    return text.charAt(at) == ' ' ? NO_MORE : UNITS.indexOf(text.charAt(at));
  }

  private static long scale(int unit, long perSecond) {
    if (unit == MILLISECOND) {
      return 1;
    }
    return perSecond * (unit == NO_MORE ? 1 : SECONDS[unit]);
  }
}
