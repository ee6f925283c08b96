package dev.wsdoctor.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/// Real failures from a folder beside the repository, which a clone does not have: what uses them
/// is an extra.
public final class SharedCases {
  private SharedCases() {}

  /// `shared/cases` beside the repository, or further up when this is a work tree of it.
  public static Optional<Path> folder() {
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path cases = up.resolve("shared/cases");
      if (Files.isDirectory(cases)) {
        return Optional.of(cases);
      }
    }
    return Optional.empty();
  }

  /// The test of them where they are. Where they are not there is none, and that is said: it would
  /// be wrong to count it as skipped.
  public static Stream<DynamicTest> extra(String name, ThrowingConsumer<Path> test) {
    Optional<Path> cases = folder();
    if (cases.isEmpty()) {
      System.out.println(name + ": no shared/cases beside this checkout, so none is compared");
    }
    return cases.stream().map(folder -> DynamicTest.dynamicTest(name, () -> test.accept(folder)));
  }
}
