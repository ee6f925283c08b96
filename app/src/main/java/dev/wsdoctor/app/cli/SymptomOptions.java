package dev.wsdoctor.app.cli;

import dev.wsdoctor.directive.Quantities;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/// The options that say what the client saw, and where nginx logs.
final class SymptomOptions {
  static final String STATUS = "--status";
  static final String CLOSE_CODE = "--close-code";
  static final String AFTER = "--after";
  static final String ERROR_LINE = "--error-line";
  static final String ERROR_LOG = "--error-log";
  static final String ACCESS_LOG = "--access-log";

  private static final List<String> NAMES =
      List.of(STATUS, CLOSE_CODE, AFTER, ERROR_LINE, ERROR_LOG, ACCESS_LOG);

  /// Of at most a few hundred years.
  private static final Pattern DECIMAL_SECONDS = Pattern.compile("([0-9]{1,9}\\.[0-9]{1,9})s?");

  private SymptomOptions() {}

  static boolean anyIn(ParseResult arguments) {
    return NAMES.stream().anyMatch(arguments::hasMatchedOption);
  }

  static void addTo(CommandSpec spec) {
    spec.addOption(
        one(
            Integer.class,
            SymptomOptions::status,
            "N",
            "The status that the client got, such as 403.",
            STATUS));
    spec.addOption(
        one(
            Integer.class,
            SymptomOptions::closeCode,
            "N",
            "The close code that the client saw, such as 1006.",
            CLOSE_CODE));
    spec.addOption(
        one(
            Duration.class,
            SymptomOptions::after,
            "DURATION",
            "How long the socket had been open then, such as 60s.",
            AFTER));
    spec.addOption(
        many(
            String.class,
            line -> line,
            "LINE",
            "A line of nginx's error log; repeatable.",
            ERROR_LINE));
    spec.addOption(
        many(Path.class, Path::of, "FILE", "An error log of nginx; repeatable.", ERROR_LOG));
    spec.addOption(
        many(
            Path.class,
            Path::of,
            "FILE",
            "An access log in a log_format of the configuration; repeatable.",
            ACCESS_LOG));
  }

  private static <T> OptionSpec one(
      Class<T> type, ITypeConverter<T> converter, String label, String description, String name) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(type)
        .converters(converter)
        .description(description)
        .build();
  }

  private static <T> OptionSpec many(
      Class<T> type, ITypeConverter<T> converter, String label, String description, String name) {
    return OptionSpec.builder(name)
        .paramLabel(label)
        .type(List.class)
        .auxiliaryTypes(type)
        .converters(converter)
        .description(description)
        .build();
  }

  private static int status(String text) {
    if (!text.matches("[0-5][0-9]{2}")) {
      throw new TypeConversionException(
          "expected a status of three digits, such as 403, but found '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  /// RFC 6455, 7.4.2.
  private static int closeCode(String text) {
    if (!text.matches("[1-4][0-9]{3}")) {
      throw new TypeConversionException(
          "expected a close code between 1000 and 4999 but found '%s'".formatted(text));
    }
    return Integer.parseInt(text);
  }

  /// As nginx writes times: 60s, 1m30s, 500ms, 60; and as a stop watch shows them: 3.25s, 0.5.
  private static Duration after(String text) {
    Matcher decimal = DECIMAL_SECONDS.matcher(text);
    if (decimal.matches()) {
      return Duration.ofMillis(
          new BigDecimal(decimal.group(1))
              .movePointRight(3)
              .setScale(0, RoundingMode.HALF_UP)
              .longValueExact());
    }
    OptionalLong milliseconds = Quantities.milliseconds(text);
    if (milliseconds.isEmpty()) {
      throw new TypeConversionException(
          "expected a time such as 60s or 5m but found '%s'".formatted(text));
    }
    return Duration.ofMillis(milliseconds.getAsLong());
  }
}
