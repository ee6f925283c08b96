package dev.wsdoctor.conformance.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.disk.DiskFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Syntax errors, word for word and line for line. `-Dwsdoctor.full=true` runs 5,000 files.
class SyntaxConformanceTest {
  private static final int FILES = Boolean.getBoolean("wsdoctor.full") ? 5_000 : 300;

  /// What ngx_conf_parse and ngx_conf_read_token say, as opposed to the directives.
  private static final Pattern SYNTAX =
      Pattern.compile("(?s)(unexpected (\".\"|end of file)|too long parameter).* in (.*):(\\d+)");

  private static final Pattern PLACE = Pattern.compile("(?s).* in (/.*):(\\d+)");

  /// Of a parser of lines with the same words.
  private static final Pattern CUSTOM_BLOCK = Pattern.compile("(?s)unexpected \"\\{\" in .*");

  @TempDir Path folder;

  @Test
  void damagedFilesAreRefusedInTheSameWords() throws Exception {
    NginxCheck nginx = NginxCheck.in(folder);
    List<String> texts = Corpus.texts();
    List<String> differences = new ArrayList<>();
    int refused = 0;
    for (int seed = 0; seed < FILES; seed++) {
      Random random = new Random(seed);
      String text = Mutation.of(texts.get(random.nextInt(texts.size())), random);
      Optional<String> theirs = nginx.error(write(text));
      Optional<String> ours = firstSyntaxError();
      refused += theirs.filter(SYNTAX.asMatchPredicate()).isPresent() ? 1 : 0;
      if (!agree(theirs, ours, text)) {
        differences.add("seed %d%n nginx: %s%n we: %s".formatted(seed, theirs, ours));
      }
    }
    assertThat(differences).as("of %d files", FILES).isEmpty();
    assertThat(refused).as("files that nginx refuses for their syntax").isGreaterThan(FILES / 5);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(file(), text, StandardCharsets.ISO_8859_1);
  }

  private Path file() {
    return folder.resolve("nginx.conf");
  }

  private Optional<String> firstSyntaxError() {
    return Configuration.load(new DiskFiles(), file().toString()).errors().stream()
        .map(ConfigurationError::toString)
        .filter(SYNTAX.asMatchPredicate())
        .findFirst();
  }

  /// nginx stops at the first error of any kind. Where that is one of meaning, our first error of
  /// syntax must not lie before it.
  private boolean agree(Optional<String> theirs, Optional<String> ours, String text) {
    if (theirs.isEmpty()) {
      return ours.isEmpty();
    }
    String said = theirs.get();
    if (said.startsWith("pread()")) {
      return true; // an included directory: nginx names no place and reads no further
    }
    if (SYNTAX.matcher(said).matches()) {
      return ours.equals(theirs) || (CUSTOM_BLOCK.matcher(said).matches() && !isBefore(ours, said));
    }
    return PLACE.matcher(said).matches() ? !isBefore(ours, said) : liesBehindBlocks(ours, text);
  }

  /// What nginx says without a place it says when the `http` block has ended.
  private boolean liesBehindBlocks(Optional<String> ours, String text) {
    long lines =
        text.substring(0, Math.max(0, text.lastIndexOf('}')))
            .chars()
            .filter(c -> c == '\n')
            .count();
    return ours.isEmpty() || line(ours.get()) > lines;
  }

  private boolean isBefore(Optional<String> ours, String theirs) {
    return ours.isPresent() && line(ours.get()) < line(theirs);
  }

  private int line(String error) {
    Matcher place = PLACE.matcher(error);
    assertThat(place.matches()).as(error).isTrue();
    return place.group(1).equals(file().toString()) ? Integer.parseInt(place.group(2)) : 0;
  }
}
