package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.SourceRange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Collects errors in the order in which nginx would come across them.
final class Report {
  /// Enough for a person; bounds what a file of nonsense costs.
  private static final int LIMIT = 1_000;

  /// NGX_MAX_CONF_ERRSTR
  private static final int MAX_MESSAGE = 1024;

  private final Configuration configuration;

  /// Errors of reading that were not come across yet, by file.
  private final Map<String, Deque<ConfigurationError>> pending = new HashMap<>();

  private final List<ConfigurationError> errors = new ArrayList<>();
  private final List<Directive> thirdParty = new ArrayList<>();

  Report(Configuration configuration) {
    this.configuration = configuration;
    for (ConfigurationError error : configuration.errors()) {
      String file = error.place().map(place -> place.file().name()).orElse("");
      pending.computeIfAbsent(file, _ -> new ArrayDeque<>()).add(error);
    }
    reachEnd("");
  }

  /// nginx has read up to the end of the head of this directive.
  void reach(Directive directive) {
    if (!pending.isEmpty()) {
      SourceRange terminator = directive.terminator();
      takeUpTo(terminator.file().name(), terminator.start());
    }
  }

  /// nginx has read the block to its end.
  void reachEndOf(Directive block) {
    if (!pending.isEmpty()) {
      SourceRange range = block.range();
      String rest = range.file().text().substring(range.end());
      // a block that is left open ends with its file, and nginx says so
      takeUpTo(range.file().name(), rest.isBlank() ? Integer.MAX_VALUE : range.end() - 1);
    }
  }

  /// nginx has read the file to its end.
  void reachEnd(String file) {
    takeUpTo(file, Integer.MAX_VALUE);
  }

  /// nginx has read the files that this include brought in.
  void reachEndOfFilesBy(Directive include) {
    for (String file : List.copyOf(pending.keySet())) {
      boolean broughtIn =
          configuration.file(file).stream()
              .anyMatch(source -> configuration.includesOf(source).contains(include));
      if (broughtIn) {
        reachEnd(file);
      }
    }
  }

  /// Whatever is left: of files that nothing was seen of.
  void reachEnd() {
    List.copyOf(pending.keySet()).forEach(this::reachEnd);
  }

  private void takeUpTo(String file, int offset) {
    Deque<ConfigurationError> left = pending.get(file);
    while (left != null && !left.isEmpty() && start(left.getFirst()) <= offset) {
      errors.add(left.removeFirst());
    }
    if (left != null && left.isEmpty()) {
      pending.remove(file);
    }
  }

  private static int start(ConfigurationError error) {
    return error.place().map(SourceRange::start).orElse(0);
  }

  void error(Directive directive, String message) {
    if (errors.size() < LIMIT) {
      errors.add(ConfigurationError.of(directive, cut(message)));
    }
  }

  /// An error that nginx meets at the `}` of the block.
  void errorAtEnd(Directive block, String message) {
    SourceRange range = block.range();
    SourceRange end = new SourceRange(range.file(), range.end() - 1, range.end());
    if (errors.size() < LIMIT) {
      errors.add(ConfigurationError.at(end, cut(message)));
    }
  }

  /// An error that nginx states without a place, though we know one.
  void unpositioned(Directive directive, String message) {
    if (errors.size() < LIMIT) {
      errors.add(new ConfigurationError(message, Optional.of(directive.head()), false));
    }
  }

  /// An error that has no place at all.
  void missing(String message) {
    errors.add(new ConfigurationError(message, Optional.empty(), false));
  }

  private static String cut(String message) {
    return message.substring(0, Math.min(message.length(), MAX_MESSAGE));
  }

  void thirdParty(Directive directive) {
    if (thirdParty.size() < LIMIT) {
      thirdParty.add(directive);
    }
  }

  boolean hasThirdParty() {
    return !thirdParty.isEmpty();
  }

  Checked checked() {
    return new Checked(errors, thirdParty);
  }
}
