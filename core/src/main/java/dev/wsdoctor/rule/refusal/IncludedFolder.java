package dev.wsdoctor.rule.refusal;

import dev.wsdoctor.conf.Edit;
import dev.wsdoctor.rule.refusal.SyntaxMend.Candidate;
import java.util.stream.Stream;

/// An `include` of a folder: nginx reads files, and finds those of a folder by a pattern.
final class IncludedFolder {
  private IncludedFolder() {}

  static Stream<Candidate> candidates(Refusal refusal) {
    return refusal.says("Is a directory")
        ? refusal
            .everywhere()
            .filter(line -> line.is("include") && line.parameterCount() == 1)
            .filter(line -> refusal.says(line.parameter().replaceFirst("/+$", "")))
            .flatMap(
                line ->
                    Stream.of("*.conf", "*")
                        .map(
                            pattern -> {
                              String folder = line.parameter().replaceFirst("/+$", "");
                              return new Candidate(
                                  new Edit(line.parameterRange(0), folder + "/" + pattern),
                                  "include the files of the folder: %s/%s"
                                      .formatted(folder, pattern));
                            }))
        : Stream.of();
  }
}
