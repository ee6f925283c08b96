package dev.wsdoctor.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.MemoryFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadedTest {
  private static final String GOOD = "events {}\nhttp { server { listen 8080; } }\n";

  @Test
  void whatTheCommandLineSaysCountsAsIfItStoodBeforeTheFile() {
    Loaded loaded = load(GOOD, "daemon off; pid /x/pid;");
    assertThat(loaded).isInstanceOf(Loaded.Usable.class);
    assertThat(((Loaded.Usable) loaded).configuration().body("pid")).hasSize(1);
  }

  @Test
  void mistakesOfTheCommandLineHaveNoLine() {
    assertThat(sentence(GOOD, "foo bar;")).isEqualTo("unknown directive \"foo\" in command line");
    assertThat(sentence(GOOD, "daemon off"))
        .isEqualTo("unexpected end of parameter, expecting \";\" in command line");
    assertThat(sentence("pid a;\n" + GOOD, "pid b;"))
        .isEqualTo("\"pid\" directive is duplicate in /n/nginx.conf:1");
  }

  @Test
  void aFileThatIsNotThereHasNoPlace() {
    Loaded loaded = Loaded.load(options("daemon off;"), paths(), MemoryFiles.of(Map.of()));
    assertThat(loaded)
        .isEqualTo(
            new Loaded.Broken("open() \"/n/nginx.conf\" failed (2: No such file or directory)"));
  }

  @Test
  void whatNginxRefusesIsSaidBeforeWhatTheGatewayRefuses() {
    assertThat(sentence("mail { }\nevents {}\nhttp { listen 1; }", ""))
        .isEqualTo("\"listen\" directive is not allowed here in /n/nginx.conf:3");
    assertThat(sentence("mail { }\nevents {}\n", ""))
        .isEqualTo("\"mail\" is not supported by this gateway in /n/nginx.conf:1");
  }

  @Test
  void directivesOfModulesThatAreNotThereAreUnknown() {
    assertThat(sentence("events {}\nhttp { lua_shared_dict a 1m; }", ""))
        .isEqualTo("unknown directive \"lua_shared_dict\" in /n/nginx.conf:2");
  }

  private static String sentence(String text, String directives) {
    return ((Loaded.Broken) load(text, directives)).sentence();
  }

  private static Loaded load(String text, String directives) {
    return Loaded.load(options(directives), paths(), MemoryFiles.of(Map.of("/n/nginx.conf", text)));
  }

  private static Paths paths() {
    return Paths.of(options(""), Path.of("/"));
  }

  private static Options options(String directives) {
    List<String> words = List.of("-p", "/n", "-c", "nginx.conf", "-g", directives);
    return ((OptionReader.Read.Valid) OptionReader.read(words)).options();
  }
}
