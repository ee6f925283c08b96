package dev.wsdoctor.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.directive.NginxVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionReaderTest {
  @Test
  void lettersMayStandTogetherAndValuesInTheSameWordOrTheNext() {
    Options options = read("-tq", "-cfoo.conf", "-p", "/p", "-epath", "-g", "daemon off;");
    assertThat(options.test()).isTrue();
    assertThat(options.quiet()).isTrue();
    assertThat(options.configuration()).contains("foo.conf");
    assertThat(options.prefix()).contains("/p");
    assertThat(options.errorLog()).contains("path");
    assertThat(options.directives()).isEqualTo("daemon off;");
  }

  @Test
  void aLoneDashIsNothing() {
    assertThat(read("-").test()).isFalse();
  }

  @Test
  void theOrdersAreNginxs() {
    assertThat(read("-s", "quit").order()).contains(Options.Order.QUIT);
    assertThat(read("-sreload").order()).contains(Options.Order.RELOAD);
    assertThat(problem("-s", "hup")).isEqualTo("invalid option: \"-s hup\"");
  }

  @Test
  void theReleaseCanBeChosen() {
    assertThat(read("--nginx-version", "1.22.1").version()).isEqualTo(new NginxVersion(1, 22, 1));
    assertThat(problem("--nginx-version", "new"))
        .isEqualTo("option \"--nginx-version\" requires a release such as 1.22.1");
  }

  @Test
  void whatIsMissingOrUnknownIsSaidInNginxsWords() {
    assertThat(problem("-c")).isEqualTo("option \"-c\" requires file name");
    assertThat(problem("-e")).isEqualTo("option \"-e\" requires file name");
    assertThat(problem("-p")).isEqualTo("option \"-p\" requires directory name");
    assertThat(problem("-g")).isEqualTo("option \"-g\" requires parameter");
    assertThat(problem("-s")).isEqualTo("option \"-s\" requires parameter");
    assertThat(problem("-tx")).isEqualTo("invalid option: \"x\"");
    assertThat(problem("start")).isEqualTo("invalid option: \"start\"");
  }

  private static Options read(String... words) {
    return ((OptionReader.Read.Valid) OptionReader.read(List.of(words))).options();
  }

  private static String problem(String... words) {
    return ((OptionReader.Read.Invalid) OptionReader.read(List.of(words))).message();
  }
}
