package dev.wsdoctor.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `check` of files, folders and several URLs, as a build server runs it: with the real engine.
class CheckManyTest {
  private static final String GOOD =
      """
      server {
          listen 80;
          server_name good.example;
          location /ws {
              proxy_pass http://127.0.0.1:9000;
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
              proxy_set_header Upgrade $http_upgrade;
              proxy_set_header Connection upgrade;
              proxy_read_timeout 1h;
          }
      }
      """;
  private static final String BAD =
      """
      server {
          listen 80;
          server_name bad.example;
          location /ws {
              proxy_pass http://127.0.0.1:9000;
              proxy_http_version 1.1;
              proxy_set_header Host $http_host;
              proxy_read_timeout 1h;
          }
      }
      """;

  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void everySocketOfAFileIsCheckedWithoutAUrl() throws IOException {
    write("site.conf", GOOD + BAD);

    assertThat(check("site.conf")).isEqualTo(1);
    assertThat(out()).contains("ws://good.example/ws").contains("BROKEN  ws://bad.example/ws");
  }

  @Test
  void aFileThatIsFineExitsWithZero() throws IOException {
    write("site.conf", GOOD);

    assertThat(check("site.conf")).isZero();
    assertThat(err.size()).isZero();
  }

  @Test
  void aFolderIsLookedThroughAndAPatternIsExpanded() throws IOException {
    write("a/good.conf", GOOD);
    write("a/b/bad.conf", BAD);

    assertThat(check("a/")).isEqualTo(1);
    assertThat(out()).contains("good.example").contains("bad.example");
    assertThat(check("a/*.conf")).isZero();
    assertThat(check("a/*/*.conf")).isEqualTo(1);
  }

  @Test
  void linesAreThoseOfTheFileAlsoWhenItIsOnlyAPartOfAConfiguration() throws IOException {
    write("sites-available/bad", BAD);

    assertThat(check(".")).isEqualTo(1);
    assertThat(out().replaceAll("\\s+", " "))
        .contains("sites-available/bad:4")
        .contains("has no http block: judged as a file that http includes");
  }

  @Test
  void mapsThatStandBesideAPartAreReadWithIt() throws IOException {
    write(
        "conf.d/00-map.conf",
        "map $http_upgrade $connection_upgrade { default upgrade; '' close; }");
    write("conf.d/site.conf", GOOD.replace("Connection upgrade", "Connection $connection_upgrade"));
    write("conf.d/other.conf", BAD);
    write("conf.d/headers.conf", "proxy_set_header X y;");

    assertThat(check("conf.d/site.conf")).as(out()).isZero();
    assertThat(out()).contains("00-map.conf");
  }

  @Test
  void aUrlIsAskedOfTheFilesThatNameItsHost() throws IOException {
    write("good.conf", GOOD);
    write("bad.conf", BAD);

    assertThat(check("ws://good.example/ws", "good.conf", "bad.conf")).as(out()).isZero();
    assertThat(check("ws://bad.example/ws", "good.conf", "bad.conf")).isEqualTo(1);
    assertThat(check("ws://good.example/ws", "ws://bad.example/ws", ".")).isEqualTo(1);
    assertThat(check("ws://none.example/ws", "good.conf", "bad.conf")).isEqualTo(1);
  }

  @Test
  void aDashReadsADumpAndChecksEverySocketInIt() {
    String dump = "# configuration file /etc/nginx/nginx.conf:\nevents {}\nhttp {\n" + BAD + "}\n";

    assertThat(run(dump, List.of("check", "-c", "-"))).isEqualTo(1);
    assertThat(out()).contains("BROKEN  ws://bad.example/ws");
  }

  @Test
  void aUrlAndNoFileToAskIsSaid() throws IOException {
    Files.createDirectory(folder.resolve("nothing"));

    assertThat(check("ws://good.example/ws", "nothing", "no*.conf")).isEqualTo(2);
    assertThat(err())
        .contains("there is no nginx configuration in the folder")
        .contains("no file matches");
  }

  @Test
  void whatCannotBeUsedIsSaidAndTheRestIsChecked() throws IOException {
    write("good.conf", GOOD);
    write("empty.conf", "");
    Files.write(folder.resolve("junk.conf"), new byte[] {0, (byte) 0xff, '{', '"', '}', '\n'});
    Files.createDirectory(folder.resolve("nothing"));

    assertThat(check("good.conf", "empty.conf", "junk.conf", "gone.conf", "nothing", "no*.conf"))
        .isEqualTo(2);
    assertThat(out()).contains("ws://good.example/ws");
    assertThat(err())
        .contains("empty.conf is empty")
        .contains("junk.conf is no nginx configuration")
        .contains("gone.conf\" failed (2: No such file or directory)")
        .contains("there is no nginx configuration in the folder")
        .contains("no file matches")
        .doesNotContain("\tat ");
  }

  @Test
  void aFaultDoesNotHideThatSomethingWasNotChecked() throws IOException {
    write("bad.conf", BAD);

    assertThat(check("bad.conf", "gone.conf")).isEqualTo(2);
  }

  @Test
  void otherFormatsAreOneDocumentAndTheCountGoesToTheOtherStream() throws IOException {
    write("a.conf", GOOD);
    write("b.conf", BAD);

    assertThat(check("a.conf", "b.conf", "--format", "json")).isEqualTo(1);
    assertThat(out()).startsWith("{").endsWith("}\n").contains("bad.example");
    assertThat(err()).contains("2 files, 2 URLs: 1 healthy, 1 broken");
  }

  @Test
  void theTextEndsWithTheCount() throws IOException {
    write("a.conf", GOOD + BAD);

    check("a.conf");
    assertThat(out()).endsWith("1 file, 2 URLs: 1 healthy, 1 broken\n");
  }

  @Test
  void theLevelThatFailsCanBeChosen() throws IOException {
    write("bad.conf", BAD);
    write("risky.conf", GOOD.replace("proxy_read_timeout 1h;", ""));

    assertThat(check("bad.conf", "--fail-on", "never")).isZero();
    assertThat(check("bad.conf", "--fail-on", "note")).isEqualTo(1);
    assertThat(check("risky.conf", "--fail-on", "error")).isZero();
    assertThat(check("risky.conf", "--fail-on", "warning")).as(out()).isEqualTo(1);
  }

  @Test
  void causesCanBeChosen() throws IOException {
    write("bad.conf", BAD);

    assertThat(check("bad.conf", "--only", "token-in-url")).isZero();
    assertThat(out()).contains("BROKEN");
    assertThat(check("bad.conf", "--only", "upgrade-headers-missing,token-in-url")).isEqualTo(1);
    assertThat(check("bad.conf", "--except", "upgrade-headers-missing")).isZero();
  }

  @Test
  void aCommentWithAReasonKeepsTheBuildGreenAndTheVerdictTrue() throws IOException {
    write(
        "bad.conf",
        BAD.replace(
            "    location",
            "    # wsdoctor: allow upgrade-headers-missing -- polls\n    location"));

    assertThat(check("bad.conf")).isZero();
    assertThat(out()).contains("BROKEN").contains("allowed by a comment");
  }

  @Test
  void aBaselineHidesWhatWasThereAndNothingNew() throws IOException {
    write("repo/bad.conf", BAD);
    String baseline = folder.resolve("repo/baseline.json").toString();

    assertThat(check("repo/bad.conf", "--write-baseline", baseline)).isZero();
    assertThat(err()).contains("wrote 1 findings to");
    assertThat(check("repo/bad.conf", "--baseline", baseline)).isZero();

    write("repo/bad.conf", "# moved\n\n" + BAD);
    assertThat(check("repo/bad.conf", "--baseline", baseline)).isZero();

    write("repo/bad.conf", BAD + BAD.replace("bad.example", "new.example"));
    assertThat(check("repo/bad.conf", "--baseline", baseline)).isEqualTo(1);
  }

  @Test
  void aBaselineHoldsInAnotherCheckout() throws IOException {
    write("one/bad.conf", BAD);
    check("one/bad.conf", "--write-baseline", folder.resolve("one/baseline.json").toString());
    Files.move(folder.resolve("one"), folder.resolve("two"));

    assertThat(check("two/", "--baseline", folder.resolve("two/baseline.json").toString()))
        .isZero();
  }

  @Test
  void aBaselineThatCannotBeWrittenIsSaid() throws IOException {
    write("bad.conf", BAD);

    assertThat(check("bad.conf", "--write-baseline", "/no/such/folder/b.json")).isEqualTo(2);
    assertThat(err()).contains("cannot write the baseline");
  }

  /// Words that name something in the folder are seen from there.
  private int check(String... words) {
    List<String> arguments = new ArrayList<>(List.of("check"));
    for (String word : words) {
      boolean isFile = word.endsWith(".conf") || word.endsWith("/") || word.equals("nothing");
      arguments.add(word.equals(".") ? folder + "/" : isFile ? folder + "/" + word : word);
    }
    return run("", arguments);
  }

  private int run(String in, List<String> arguments) {
    out.reset();
    err.reset();
    Environment environment =
        new Environment(
            new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)), out, err, Map.of());
    return new Main(Engine.real()).run(arguments, environment);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
