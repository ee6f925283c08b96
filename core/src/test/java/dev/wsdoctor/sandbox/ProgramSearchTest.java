package dev.wsdoctor.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramSearchTest {
  @TempDir private Path folder;

  @Test
  void thePathGoesBeforeTheUsualPlacesAndTheLauncherNamesTheGateway() {
    ProgramSearch search =
        ProgramSearch.of(
            Map.of("PATH", "/opt/bin::/home/me/bin", "WSDOCTOR_GATEWAY", "/opt/gateway"));
    assertThat(search.places())
        .startsWith(Path.of("/opt/bin/nginx"), Path.of("/home/me/bin/nginx"))
        .contains(Path.of("/usr/sbin/nginx"));
    assertThat(search.gateway()).contains(Path.of("/opt/gateway"));
    assertThat(ProgramSearch.of(Map.of()).gateway()).isEmpty();
  }

  @Test
  void theFirstThatSaysThatItIsNginxIsTaken() throws IOException {
    Path none = folder.resolve("none");
    Path silent = program("silent", "exit 0");
    Path nginx = program("nginx", "echo nginx version: nginx/1.26.3 >&2");
    ProgramSearch search =
        new ProgramSearch(false, List.of(none, silent, nginx), Optional.of(silent));
    assertThat(search.nginx()).map(NginxBinary::path).contains(nginx);
    assertThat(search.ownGateway()).isEmpty();
  }

  private Path program(String name, String line) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }
}
