package dev.wsdoctor.app.format;

import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.diagnosis.Report;
import dev.wsdoctor.finding.Place;
import dev.wsdoctor.nginx.Step;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// The files that a report points into, to count columns as editors do: in UTF-16 code units, where
/// [Place] and [SourceFile] count bytes.
final class Sources {
  private final SequencedMap<String, SourceFile> files = new LinkedHashMap<>();

  Sources(Report report) {
    Stream<SourceRange> decided =
        report.decision().stream()
            .flatMap(decision -> decision.steps().stream())
            .map(Step::place)
            .flatMap(Optional::stream);
    Stream<SourceRange> edited =
        report.causes().stream()
            .flatMap(cause -> cause.fix().stream())
            .flatMap(fix -> fix.edits().stream())
            .map(edit -> edit.range());
    Stream.concat(decided, edited)
        .map(SourceRange::file)
        .forEach(file -> files.putIfAbsent(file.name(), file));
  }

  /// The file that a decision begins in.
  Optional<String> first() {
    return files.isEmpty() ? Optional.empty() : Optional.of(files.firstEntry().getKey());
  }

  /// Where the place begins, from 1. In a file that is not at hand every byte counts as one, which
  /// is right behind an indentation.
  int column(Place place) {
    SourceFile file = files.get(place.file());
    return file == null ? place.column() : column(file, file.offset(place.line(), place.column()));
  }

  /// Behind the last char of the place's first line; absent where a hidden secret makes the text
  /// another.
  Optional<Integer> endColumn(Place place) {
    String text = place.firstLine();
    return text.isEmpty() || text.contains(Marked.HIDDEN)
        ? Optional.empty()
        : Optional.of(column(place) + ByteText.decode(text).length());
  }

  static int column(SourceFile file, int offset) {
    int start = file.text().lastIndexOf('\n', offset - 1) + 1;
    return ByteText.decode(file.text().substring(start, offset)).length() + 1;
  }
}
