package dev.wsdoctor.symptom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The extracts of all parts of some logs; together they tell what the logs do.
public sealed interface LogMerge {
  /// They fit.
  record Ready(List<ExtractFile> extracts) implements LogMerge {
    public Ready {
      extracts = List.copyOf(extracts);
    }

    /// What the logs tell, from their extracts.
    public LogReport report(Optional<LogSite> site) {
      return LogExamination.ofSources(
          IntStream.range(0, extracts.getFirst().sections().size())
              .mapToObj(index -> new LogInParts(extracts, index))
              .toList(),
          site);
    }
  }

  /// They do not, in a sentence.
  record Unusable(String message) implements LogMerge {}

  /// The extracts in these files, in any order.
  static LogMerge of(List<Path> files) {
    List<ExtractFile> extracts = new ArrayList<>();
    for (Path file : files) {
      try {
        Optional<ExtractFile> extract = ExtractFile.of(file);
        if (extract.isEmpty()) {
          return new Unusable(
              file
                  + " is not what wsdoctor logs --shard I/N prints; make one for each I and merge those");
        }
        extracts.add(extract.get());
      } catch (IOException e) {
        return new Unusable("%s could not be read: %s".formatted(file, e.getMessage()));
      }
    }
    extracts.sort(Comparator.comparingInt(extract -> extract.part().number()));
    return complaint(extracts).<LogMerge>map(Unusable::new).orElseGet(() -> new Ready(extracts));
  }

  private static Optional<String> complaint(List<ExtractFile> extracts) {
    ExtractFile first = extracts.getFirst();
    int of = first.part().of();
    for (int i = 0; i < extracts.size(); i++) {
      ExtractFile extract = extracts.get(i);
      if (extract.part().of() != of) {
        return Optional.of(
            "%s is one of %d parts and %s one of %d; merge parts of one whole"
                .formatted(first.path(), of, extract.path(), extract.part().of()));
      }
      if (extract.part().number() != i + 1) {
        return Optional.of(
            "part %d/%d is missing or there twice; give each part once".formatted(i + 1, of));
      }
      if (!isSame(first, extract)) {
        return Optional.of(
            "%s and %s are of different logs, or the logs grew between them; make both anew, of logs that are written no more"
                .formatted(first.path(), extract.path()));
      }
    }
    return extracts.size() == of
        ? Optional.empty()
        : Optional.of("%d of %d parts are there; give all of them".formatted(extracts.size(), of));
  }

  private static boolean isSame(ExtractFile one, ExtractFile other) {
    int logs = one.sections().size();
    return other.sections().size() == logs
        && IntStream.range(0, logs)
            .allMatch(i -> one.sections().get(i).isSame(other.sections().get(i)));
  }
}
