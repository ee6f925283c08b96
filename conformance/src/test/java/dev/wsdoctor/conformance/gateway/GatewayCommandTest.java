package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.RealNginx;
import dev.wsdoctor.conformance.RealParts;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.gateway.GatewayProgram.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The words of the executable beside those of Debian's nginx.
class GatewayCommandTest {
  private static final String VERSION = "--nginx-version";
  private static GatewayProgram gateway;

  @BeforeAll
  static void begin() {
    gateway = new GatewayProgram();
  }

  @AfterAll
  static void end() {
    gateway.close();
  }

  @Test
  void optionsThatMakeNoSenseAreRefusedInNginxsWords() {
    RealParts.needNginx();
    try (TemporaryFolder folder = TemporaryFolder.create("gateway")) {
      for (List<String> words :
          List.of(
              List.of("start"),
              List.of("-x"),
              List.of("-tqx"),
              List.of("-c"),
              List.of("-p"),
              List.of("-e"),
              List.of("-g"),
              List.of("-s"),
              List.of("-s", "hup"))) {
        String[] array = words.toArray(String[]::new);
        assertThat(gateway.run(folder.path(), array))
            .as("%s", words)
            .isEqualTo(gateway.run(RealParts.NGINX, folder.path(), array));
      }
    }
  }

  /// A good file, and files with one mistake each.
  private static final List<String> CONFIGURATIONS =
      List.of(
          "events {}\nhttp { access_log off; }\n",
          "events {}\nhttp { access_log off; include more.conf; }",
          "",
          "events {\n",
          "events {}\nhttp {\n  bogus on;\n}\n",
          "events {}\nhttp {\n  server { listen 8080 }\n}\n",
          "events {}\nserver { }\n",
          "events {}\nhttp { include missing.conf; }\n",
          "events {}\nhttp { server { proxy_read_timeout 1.5s; } }\n",
          "events {}\nhttp { access_log off; access_log; }\n",
          "events {}\nhttp { server { location / { proxy_pass ws://a; } } }\n",
          "events {}\nhttp { server { location /a { return 200 $nothing; } } }\n",
          "events {}\nhttp { map $a $b { x y z; } }\n",
          "daemon off; daemon on;\nevents {}\n",
          "events {}\nhttp { lua_shared_dict a 1m; }\n",
          "events {}\nhttp { server { listen 127.0.0.1:99999; } }\n",
          "events {}\nhttp { server { ssl_certificate a.pem; } }\n",
          "events {}\nhttp { access_log off; server { listen 192.0.2.1:80; } }\n",
          "events {}\nhttp { access_log off; upstream u {\n server no-such.invalid:8080 down; } }\n",
          "events {}\nhttp { access_log off; server { location / { proxy_pass https://No.invalid:99/x; } } }\n",
          "events {}\nerror_log nowhere/error.log;\nhttp { access_log off; }\n");

  @Test
  void configurationsAreTestedInNginxsWords() {
    RealParts.needNginx();
    for (String configuration : CONFIGURATIONS) {
      assertThat(tested(GatewayProgram.PATH, configuration, VERSION, release()))
          .as(configuration)
          .isEqualTo(tested(RealParts.NGINX, configuration));
    }
  }

  private static String release() {
    return RealNginx.version().toString();
  }

  private record Tested(int exitCode, String out, String err, List<String> logged) {}

  private static Tested tested(Path program, String configuration, String... more) {
    try (TemporaryFolder folder = TemporaryFolder.create("gateway")) {
      folder.write("nginx.conf", configuration);
      folder.write("more.conf", "# more\n");
      folder.write("error.log", "");
      String here = folder.path().toString();
      List<String> words =
          new ArrayList<>(List.of("-t", "-p", here, "-c", "nginx.conf", "-e", "error.log"));
      words.addAll(List.of("-g", "pid " + here + "/pid;"));
      words.addAll(List.of(more));
      Run run = gateway.run(program, folder.path(), words.toArray(String[]::new));
      return new Tested(
          run.exitCode(),
          run.out(),
          run.err().replace(here, "HERE"),
          folder
              .read("error.log")
              .replace(here, "HERE")
              .lines()
              .map(GatewayCommandTest::timeless)
              .toList());
    }
  }

  /// Without time and process.
  private static String timeless(String line) {
    return line.replaceFirst("^[0-9/]+ [0-9:]+ (\\[[a-z]+\\]) [0-9]+#[0-9]+: ", "$1 ");
  }

  @Test
  void anAddressThatSomebodyHasIsWaitedForInVain() throws IOException {
    RealParts.needNginx();
    try (TemporaryFolder folder = TemporaryFolder.create("gateway");
        ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      folder.write(
          "nginx.conf",
          "pid %s/pid;\nevents {}\nhttp { access_log off; server { listen 127.0.0.1:%d; } }\n"
              .formatted(folder.path(), taken.getLocalPort()));
      String[] words = {
        "-p", folder.path().toString(), "-c", "nginx.conf", "-e", "e.log", "-g", "daemon off;"
      };
      Run run = gateway.run(folder.path(), words);
      assertThat(run).isEqualTo(gateway.run(RealParts.NGINX, folder.path(), words));
      assertThat(run.err().lines())
          .hasSize(6)
          .last()
          .isEqualTo("nginx: [emerg] still could not bind()");
    }
  }

  @Test
  void dumpsAreThoseOfNginx() {
    RealParts.needNginx();
    try (TemporaryFolder folder = TemporaryFolder.create("gateway")) {
      folder.write(
          "nginx.conf", "events {}\nhttp { include *.inc; include b.inc; access_log off; }");
      folder.write("a.inc", "# a: ä\n");
      folder.write("b.inc", "# b, without an end of line");
      String[] words = {"-Tq", "-p", folder.path().toString(), "-c", "nginx.conf", "-e", "e.log"};
      Run run = gateway.run(folder.path(), words);
      assertThat(run).isEqualTo(gateway.run(RealParts.NGINX, folder.path(), words));
      assertThat(run.out()).contains("# configuration file " + folder.path() + "/a.inc:\n# a: ä\n");
    }
  }

  @Test
  void theVersionNamesWhatIsThereAndNeedsNoJvm() {
    try (TemporaryFolder folder = TemporaryFolder.create("gateway")) {
      Run fast = gateway.run(folder.path(), "-V");
      assertThat(fast.exitCode()).isZero();
      assertThat(fast.out()).isEmpty();
      assertThat(fast.err())
          .startsWith("nginx version: nginx/1.")
          .contains("\nTLS SNI support enabled\nconfigure arguments: ")
          .contains(" --without-http_fastcgi_module", " --with-http_realip_module")
          .doesNotContain("--with-stream", "--with-mail");
      Run slow = gateway.run(folder.path(), "-V", "-q");
      assertThat(fast).isEqualTo(slow);
      assertThat(gateway.run(folder.path(), "-v").err())
          .isEqualTo(fast.err().lines().findFirst().orElseThrow() + "\n");
    }
  }

  @Test
  void whatIsNotExecutedIsListedBeforeTheStartAndRefusedAtIt() {
    try (TemporaryFolder folder = TemporaryFolder.create("gateway")) {
      folder.write(
          "nginx.conf", "worker_priority 4;\nevents {}\nhttp {\n  slice 1m;\n  sendfile on;\n}\n");
      String file = folder.path() + "/nginx.conf";
      Run report = gateway.run(folder.path(), "--report", "-c", "nginx.conf");
      assertThat(report.exitCode()).isEqualTo(1);
      assertThat(report.err()).isEmpty();
      assertThat(report.out())
          .startsWith(file + ": this gateway does not run it\n")
          .contains("  " + file + ":4: slice (")
          .contains("  " + file + ":1: worker_priority (")
          .contains("  " + file + ":5: sendfile (");
      Run start = gateway.run(folder.path(), "-c", "nginx.conf");
      assertThat(start)
          .isEqualTo(
              new Run(
                  1,
                  "",
                  "nginx: [emerg] \"slice\" is not supported by this gateway in %s:4\n"
                      .formatted(file)));
    }
  }
}
