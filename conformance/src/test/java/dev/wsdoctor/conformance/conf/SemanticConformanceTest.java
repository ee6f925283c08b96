package dev.wsdoctor.conformance.conf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import dev.wsdoctor.conf.ConfigurationError;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.directive.NginxVersion;
import dev.wsdoctor.directive.check.ConfigurationCheck;
import dev.wsdoctor.disk.DiskFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nginx says of the meaning of a file, word for word and line for line.
class SemanticConformanceTest {
  private static final int FILES = Boolean.getBoolean("wsdoctor.full") ? 5_000 : 300;

  /// What depends on the machine, on its name service or on hash sizes is not predicted.
  private static final Pattern NOT_PREDICTED =
      Pattern.compile(
          "(?s)host not found in .*|getpwnam.*|zone \".*\" is too small.*|could not build .*|open\\(\\) \".*"
              + "|.*zero size shared memory zone.*|PEM_read_bio.*|cannot load certificate.*PEM_read.*"
              + "|unknown directive \"(stream|mail|proxy|proxy_buffer|timeout|protocol|auth_http)\".*|.* in upstream .*|.*\\(13: Permission denied\\)");

  @TempDir Path folder;

  private int accepted;
  private int notCompared;

  @Test
  void snippetsAreJudgedInTheSameWords() throws Exception {
    NginxCheck nginx = NginxCheck.in(folder);
    List<String> differences = new ArrayList<>();
    for (String snippet : snippets("http-snippets.txt")) {
      compare(
          nginx, snippet, "events{} http{ " + snippet.replace('|', '\n') + "\n}\n", differences);
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void snippetsOfStreamAreJudgedInTheSameWords() throws Exception {
    RealParts.needNginxStream();
    NginxCheck nginx = NginxCheck.in(folder);
    List<String> differences = new ArrayList<>();
    for (String snippet : snippets("stream-snippets.txt")) {
      String text =
          "load_module %s; events{} stream{ %s\n}\n"
              .formatted(RealParts.STREAM_MODULE, snippet.replace('|', '\n'));
      compare(nginx, snippet, text, differences);
    }
    assertThat(differences).isEmpty();
  }

  private static List<String> snippets(String name) throws IOException {
    try (InputStream in = SemanticConformanceTest.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.ISO_8859_1)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private void compare(NginxCheck nginx, String what, String text, List<String> differences)
      throws IOException, InterruptedException {
    Path file = folder.resolve("nginx.conf");
    Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    Optional<String> theirs = nginx.error(file);
    Optional<String> ours = ours(file, nginx.version());
    boolean predicted = theirs.filter(NOT_PREDICTED.asMatchPredicate()).isEmpty();
    accepted += theirs.isEmpty() ? 1 : 0;
    notCompared += predicted ? 0 : 1;
    boolean same = theirs.map(this::ofAnyLibrary).equals(ours.map(this::ofAnyLibrary));
    if (predicted && !same && !isCut(theirs, ours)) {
      differences.add(
          "%s%n nginx: %s%n we:    %s%n".formatted(what, theirs.orElse("ok"), ours.orElse("ok")));
    }
  }

  /// What PCRE and OpenSSL have against something is theirs, and is put into other words by each of
  /// their releases; the nginx that this program is installed with has ours.
  private String ofAnyLibrary(String said) {
    return RealParts.isInstalledNginx()
        ? said
        : said.replaceFirst("^pcre2?_compile\\(\\) failed: .* in (/\\S+:\\d+)$", "regex in $1")
            .replaceFirst("(?s)BIO_new_file\\(\\) failed.*", "cannot be opened");
  }

  /// nginx cuts a line of its log at 2048 bytes (NGX_MAX_ERROR_STR), its date included, and what
  /// OpenSSL says somewhere before that.
  private static boolean isCut(Optional<String> theirs, Optional<String> ours) {
    int sure = theirs.filter(said -> said.startsWith("cannot load")).isPresent() ? 300 : 1900;
    return theirs.filter(said -> said.length() > 2 * sure || said.length() > 1900).isPresent()
        && ours.filter(said -> said.startsWith(theirs.get().substring(0, sure))).isPresent();
  }

  private static Optional<String> ours(Path file, NginxVersion version) {
    DiskFiles files = new DiskFiles();
    Configuration configuration = Configuration.load(files, file.toString());
    return ConfigurationCheck.check(configuration, version, files).stream()
        .map(ConfigurationError::toString)
        .findFirst();
  }

  @Test
  void damagedFilesAreJudgedInTheSameWords() throws Exception {
    NginxCheck nginx = NginxCheck.in(folder);
    List<String> texts = Corpus.texts();
    List<String> differences = new ArrayList<>();
    for (int seed = 0; seed < FILES; seed++) {
      Random random = new Random(seed);
      String text = Mutation.of(texts.get(random.nextInt(texts.size())), random);
      compare(nginx, "seed " + seed, text, differences);
    }
    System.out.printf(
        "semantic: %d damaged files, %d accepted by nginx, %d refused for what is not predicted%n",
        FILES, accepted, notCompared);
    assertThat(differences).as("of %d files", FILES).isEmpty();
    assertThat(notCompared).as("files that say nothing").isLessThan(FILES / 4);
  }
}
