package dev.wsdoctor.rule;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.conf.Edits;
import dev.wsdoctor.conf.SourceFile;
import dev.wsdoctor.conf.SourceRange;
import dev.wsdoctor.nginx.VirtualServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A configuration without the virtual servers beside one, and without the upstreams that nothing
/// names then: so little of a large one that it can be read again for every edit that is tried.
final class Excerpt {
  private static final String BESIDE_NAMES = "[^\\w.-]+";

  private final List<Part> parts;

  private Excerpt(List<Part> parts) {
    this.parts = parts;
  }

  /// The whole of it.
  static Excerpt whole(Configuration configuration) {
    return without(configuration, List.of());
  }

  /// What has a say in what this server does.
  static Excerpt around(Configuration configuration, VirtualServer server) {
    List<Directive> others =
        inHttp(configuration, "server").filter(other -> !other.equals(server.directive())).toList();
    Excerpt one = without(configuration, others);
    Set<String> words = new HashSet<>();
    without(configuration, Stream.concat(others.stream(), upstreams(configuration)).toList())
        .parts
        .forEach(
            part ->
                words.addAll(
                    List.of(part.kept.text().toLowerCase(Locale.ROOT).split(BESIDE_NAMES))));
    Predicate<Directive> isNamed =
        upstream -> words.contains(upstream.parameter().toLowerCase(Locale.ROOT));
    List<Directive> unnamed = upstreams(configuration).filter(isNamed.negate()).toList();
    return unnamed.isEmpty()
        ? one
        : without(configuration, Stream.concat(others.stream(), unnamed.stream()).toList());
  }

  private static Stream<Directive> upstreams(Configuration configuration) {
    return inHttp(configuration, "upstream");
  }

  private static Stream<Directive> inHttp(Configuration configuration, String name) {
    return configuration.http().stream().flatMap(http -> http.body(name));
  }

  private static Excerpt without(Configuration configuration, List<Directive> blocks) {
    return new Excerpt(
        configuration.files().stream()
            .map(
                file ->
                    Part.of(
                        file,
                        blocks.stream()
                            .map(Directive::range)
                            .filter(range -> range.file() == file)
                            .toList()))
            .toList());
  }

  /// In bytes, one at least.
  int size() {
    return Math.max(1, parts.stream().mapToInt(part -> part.kept.text().length()).sum());
  }

  /// Its files with these edits of the configuration made; nothing where one does not fit, or
  /// stands in what is left out.
  Optional<List<SourceFile>> edited(List<Edit> edits) {
    List<SourceFile> files = new ArrayList<>();
    for (Part part : parts) {
      Optional<SourceFile> file =
          part.edited(edits.stream().filter(edit -> edit.range().file() == part.file).toList());
      if (file.isEmpty()) {
        return Optional.empty();
      }
      files.add(file.get());
    }
    return Optional.of(files);
  }

  /// A file, what is kept of it, and how far what stands behind the end of each cut has moved.
  private record Part(SourceFile file, SourceFile kept, TreeMap<Integer, Integer> cuts) {
    private static Part of(SourceFile file, List<SourceRange> left) {
      if (left.isEmpty()) {
        return new Part(file, file, new TreeMap<>());
      }
      StringBuilder text = new StringBuilder();
      TreeMap<Integer, Integer> cuts = new TreeMap<>();
      int done = 0;
      int moved = 0;
      for (SourceRange cut : left.stream().sorted(Excerpt::byPlace).distinct().toList()) {
        text.append(file.text(), done, cut.start());
        done = cut.end();
        moved += cut.end() - cut.start();
        cuts.put(cut.end(), moved);
      }
      text.append(file.text(), done, file.text().length());
      return new Part(file, SourceFile.ofText(file.name(), text.toString()), cuts);
    }

    private Optional<SourceFile> edited(List<Edit> edits) {
      if (edits.isEmpty()) {
        return Optional.of(kept);
      }
      if (edits.stream().anyMatch(edit -> !isKept(edit.range()))) {
        return Optional.empty();
      }
      return switch (Edits.tryApply(kept, edits.stream().map(this::moved).toList())) {
        case Edits.Applied(String text) -> Optional.of(SourceFile.ofText(file.name(), text));
        case Edits.Refused _ -> Optional.empty();
      };
    }

    private Edit moved(Edit edit) {
      int by = movedAt(edit.range().start());
      return new Edit(
          new SourceRange(kept, edit.range().start() - by, edit.range().end() - by),
          edit.replacement());
    }

    private int movedAt(int offset) {
      return Optional.ofNullable(cuts.floorEntry(offset)).map(cut -> cut.getValue()).orElse(0);
    }

    private boolean isKept(SourceRange range) {
      int before = movedAt(range.start());
      return Optional.ofNullable(cuts.higherEntry(range.start()))
          .map(cut -> cut.getKey() - (cut.getValue() - before) >= range.end())
          .orElse(true);
    }
  }

  private static int byPlace(SourceRange one, SourceRange other) {
    return Integer.compare(one.start(), other.start());
  }
}
