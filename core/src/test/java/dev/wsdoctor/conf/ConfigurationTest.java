package dev.wsdoctor.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Includes and dumps.
class ConfigurationTest {
  @Test
  void includesAreSeenThrough() {
    Configuration configuration =
        load("/e/n", "http { include s/*.conf; }", "/e/s/b.conf", "b;", "/e/s/a.conf", "a;");
    assertThat(names(configuration.http().orElseThrow())).containsExactly("a", "b");
    assertThat(configuration.files())
        .extracting(SourceFile::name)
        .containsExactly("/e/n", "/e/s/a.conf", "/e/s/b.conf");
    assertThat(configuration.includesOf(configuration.file("/e/s/a.conf").orElseThrow()))
        .extracting(Directive::where)
        .containsExactly("/e/n:1");
    assertThat(configuration.errors()).isEmpty();
  }

  private static Configuration load(String... namesAndTexts) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      texts.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return Configuration.load(MemoryFiles.of(texts), namesAndTexts[0]);
  }

  private static List<String> names(Directive block) {
    return block.body().map(Directive::name).toList();
  }

  private static List<String> messages(Configuration configuration) {
    return configuration.errors().stream().map(Object::toString).toList();
  }

  @Test
  void errorsComeInTheOrderOfReading() {
    assertThat(
            messages(
                load(
                    "/n", "a \"b\"c;\ninclude x;\ninclude y; }", "/x", "include z;\n;", "/z", "'")))
        .containsExactly(
            "unexpected \"c\" in /n:1",
            "unexpected end of file, expecting \";\" or \"}\" in /z:1",
            "unexpected \";\" in /x:2",
            "open() \"/y\" failed (2: No such file or directory) in /n:3",
            "unexpected \"}\" in /n:3");
  }

  @Test
  void aPatternThatMatchesNothingIsFine() {
    assertThat(load("/n", "include x/*.conf;").errors()).isEmpty();
    assertThat(messages(load("/m", "include x/*.conf;", "/x/.a.conf", ";"))).isEmpty();
  }

  @Test
  void aLoopIsCut() {
    Configuration loop = load("/n", "a; include x;", "/x", "b; include y;", "/y", "include x; c;");
    assertThat(messages(loop)).containsExactly("include loop: \"/x\" includes itself in /y:1");
    assertThat(loop.body().map(Directive::name)).containsExactly("a", "b", "c");
  }

  @Test
  void includesThatMultiplyAreBounded() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      texts.put("/" + i, "a; include %d; include %d;".formatted(i + 1, i + 1));
    }
    texts.put("/60", "end;");
    Configuration configuration = Configuration.load(MemoryFiles.of(texts), "/0");
    assertThat(messages(configuration))
        .isNotEmpty()
        .allMatch(m -> m.contains("the includes bring in more than"));
  }

  @Test
  void depthIsBounded() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      texts.put("/" + i, "include %d;".formatted(i + 1));
    }
    assertThat(messages(Configuration.load(MemoryFiles.of(texts), "/0")))
        .containsExactly("more than 100 includes inside each other in /99:1");
  }

  @Test
  void aDumpIsReadAsItsFiles() {
    String dump =
        """
        nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
        # configuration file /etc/nginx/nginx.conf:
        http {
          include conf.d/*.conf;
          include gone;
        }

        # configuration file /etc/nginx/conf.d/a.conf:
        server { }
        """;
    Configuration configuration =
        Configuration.ofDump("dump", dump.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(names(configuration.http().orElseThrow())).containsExactly("server");
    assertThat(configuration.files().getFirst().text())
        .isEqualTo("http {\n  include conf.d/*.conf;\n  include gone;\n}\n");
    assertThat(messages(configuration))
        .containsExactly(
            "open() \"/etc/nginx/gone\" failed (2: No such file or directory) in"
                + " /etc/nginx/nginx.conf:3");
  }

  @Test
  void aTextWithoutMarksIsOneFile() {
    Configuration configuration =
        Configuration.ofDump("-", "http { }".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(configuration.http()).isPresent();
    assertThat(configuration.files()).extracting(SourceFile::name).containsExactly("-");
  }

  @Test
  void aRootThatIsNotThereIsAnError() {
    assertThat(messages(Configuration.load(MemoryFiles.of(Map.of()), "/n")))
        .containsExactly("open() \"/n\" failed (2: No such file or directory)");
  }
}
