package dev.wsdoctor.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conf.Configuration;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RightsWarningTest {
  private static Optional<String> warning(String text, boolean isRoot) {
    Configuration configuration =
        Configuration.ofDump("nginx.conf", text.getBytes(StandardCharsets.ISO_8859_1));
    return RightsWarning.ofUser(configuration, isRoot)
        .or(() -> RightsWarning.withoutUser(configuration, isRoot));
  }

  @Test
  void rootIsToldThatItsRightsAreKept() {
    assertThat(warning("events {}\nuser www-data;", true))
        .contains(
            "the gateway keeps the rights of root, and does not run as \"www-data\"; start it as"
                + " that user in nginx.conf:2");
    assertThat(warning("events {}", true))
        .hasValueSatisfying(w -> assertThat(w).contains("nobody"));
    assertThat(warning("user root;", true)).isEmpty();
  }

  @Test
  void othersAreToldWhatNginxTellsThem() {
    assertThat(warning("user www-data;", false))
        .contains(
            "the \"user\" directive makes sense only if the master process runs with super-user"
                + " privileges, ignored in nginx.conf:1");
    assertThat(warning("events {}", false)).isEmpty();
  }
}
