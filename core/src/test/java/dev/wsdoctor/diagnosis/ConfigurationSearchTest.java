package dev.wsdoctor.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.diagnosis.ConfigurationSearch.Found;
import dev.wsdoctor.diagnosis.ConfigurationSearch.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationSearchTest {
  private static final String SERVER = "server { listen 80; }";
  private static final String ROOT = "events {} http { include conf.d/*.conf; }";

  @TempDir private Path folder;

  @Test
  void rootsAreFoundAndServersThatNoneOfThemIncludes() throws IOException {
    write("nginx.conf", ROOT);
    write("conf.d/a.conf", SERVER);
    write("other/b.conf", SERVER);

    assertThat(found()).containsExactly("nginx.conf", "other/b.conf");
  }

  @Test
  void debiansSitesHaveNoEndingAndCountOnce() throws IOException {
    write("nginx.conf", "events {} http { include sites-enabled/*; }");
    write("sites-available/a", SERVER);
    write("sites-available/off", SERVER);
    Files.createDirectory(folder.resolve("sites-enabled"));
    Files.createSymbolicLink(folder.resolve("sites-enabled/a"), Path.of("../sites-available/a"));

    assertThat(found()).containsExactly("nginx.conf", "sites-available/off");
  }

  @Test
  void whatIsNoConfigurationOfNginxIsLeftAside() throws IOException {
    write("redis.conf", "port 6379\nbind 127.0.0.1\n");
    write("snippet.conf", "proxy_set_header Upgrade $http_upgrade;");
    write("httpd.conf", "<VirtualHost *:80>\n  ServerName a\n</VirtualHost>\n");
    write("empty.conf", "");
    write("notes.txt", SERVER);
    write(".git/a.conf", SERVER);
    Files.write(folder.resolve("junk.conf"), new byte[] {0, 1, (byte) 0xff, '{', '}', ';', '"'});
    Files.createDirectory(folder.resolve("folder.conf"));
    Files.createSymbolicLink(folder.resolve("gone.conf"), Path.of("nowhere"));

    assertThat(found()).isEmpty();
  }

  @Test
  void linksThatLeadInCirclesAreNotFollowed() throws IOException {
    write("a.conf", SERVER);
    Files.createSymbolicLink(folder.resolve("again"), folder);

    assertThat(found()).containsExactly("a.conf");
  }

  @Test
  void aFolderThatIsTooLargeIsCutShortAndSaysSo() throws IOException {
    for (int i = 0; i < 10; i++) {
      write("f" + i + ".conf", SERVER);
    }
    Found files = new ConfigurationSearch(new Limits(4, 100, 5, 1000)).below(folder);
    Found entries = new ConfigurationSearch(new Limits(4, 5, 100, 1000)).below(folder);
    Found all = new ConfigurationSearch(new Limits(4, 100, 100, 1000)).below(folder);

    assertThat(files.files()).hasSize(5);
    assertThat(List.of(files, entries)).allMatch(Found::cutShort);
    assertThat(all.cutShort()).isFalse();
    assertThat(all.files()).hasSize(10);
  }

  @Test
  void aFileThatIsTooLargeIsLeftAside() throws IOException {
    write("a.conf", SERVER + "#".repeat(2000));

    assertThat(new ConfigurationSearch(new Limits(4, 100, 5, 1000)).below(folder).files())
        .isEmpty();
  }

  private List<String> found() throws IOException {
    Path real = folder.toRealPath();
    return new ConfigurationSearch()
        .below(folder).files().stream().map(file -> real.relativize(file).toString()).toList();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
