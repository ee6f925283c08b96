package dev.wsdoctor.conformance.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.Ports;
import dev.wsdoctor.conformance.TemporaryFolder;
import dev.wsdoctor.conformance.gateway.GatewayProgram.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The executable from its start to its end, as an init system or a test harness sees it.
class GatewaySignalsTest {
  private GatewayProgram gateway;
  private TemporaryFolder folder;
  private int port;

  @BeforeEach
  void begin() {
    gateway = new GatewayProgram();
    folder = TemporaryFolder.create("gateway");
    port = Ports.free();
    configure(port, "");
  }

  @AfterEach
  void end() {
    folder.close();
    gateway.close();
  }

  private void configure(int listen, String more) {
    folder.write(
        "nginx.conf",
        """
        pid %s/nginx.pid;
        error_log error.log notice;
        events { }
        http {
          access_log off;
          server { listen 127.0.0.1:%d; return 200 "here"; }
          %s
        }
        """
            .formatted(folder.path(), listen, more));
  }

  private Process start(String globals) {
    return gateway.start(
        GatewayProgram.PATH,
        folder,
        "-p",
        folder.path() + "/",
        "-c",
        "nginx.conf",
        "-e",
        "error.log",
        "-g",
        globals);
  }

  private Process started() {
    Process process = start("daemon off;");
    GatewayProgram.await("the pid file", () -> isThere("nginx.pid") || !process.isAlive());
    assertThat(process.isAlive()).as(() -> folder.read("err")).isTrue();
    return process;
  }

  private boolean isThere(String name) {
    return Files.exists(folder.path().resolve(name));
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private boolean hasLogged(String text) {
    return isThere("error.log") && folder.read("error.log").contains(text);
  }

  private void signal(long pid, String name) {
    Run run = gateway.run(Path.of("/bin/kill"), folder.path(), "-" + name, Long.toString(pid));
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private void endsWell(Process process) {
    GatewayProgram.waitFor(process);
    assertThat(process.exitValue()).isZero();
    assertThat(isThere("nginx.pid")).isFalse();
    assertThat(folder.read("out")).isEmpty();
    assertThat(accepts(port)).isFalse();
  }

  @Test
  void thePidIsThatOfTheProcessThatWasStarted() {
    Process process = started();
    assertThat(folder.read("nginx.pid")).isEqualTo(process.pid() + "\n");
    assertThat(accepts(port)).isTrue();
    assertThat(isThere("error.log")).isTrue();
    assertThat(folder.read("err")).isEmpty();
    signal(process.pid(), "QUIT");
    endsWell(process);
    assertThat(hasLogged("signal 3 (SIGQUIT) received, shutting down")).isTrue();
  }

  @Test
  void termAndIntEndItAtOnce() throws IOException {
    for (String name : new String[] {"TERM", "INT"}) {
      Process process = started();
      try (Socket held = new Socket(InetAddress.getLoopbackAddress(), port)) {
        signal(process.pid(), name);
        endsWell(process);
        assertThat(held.isClosed()).isFalse();
      }
    }
  }

  @Test
  void aTestWhileItRunsFindsNothingWrong() {
    Process process = started();
    Run run = gateway.run(folder.path(), "-t", "-p", folder.path() + "/", "-c", "nginx.conf", "-q");
    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(answers(port)).isTrue();
    signal(process.pid(), "TERM");
    endsWell(process);
  }

  @Test
  void hupBringsTheNewFileInUnlessItIsBad() {
    Process process = started();
    configure(port, "bogus on;");
    signal(process.pid(), "HUP");
    String complaint = "[emerg]";
    GatewayProgram.await("the complaint", () -> hasLogged(complaint));
    assertThat(folder.read("error.log"))
        .contains("unknown directive \"bogus\" in " + folder.path() + "/nginx.conf:7");
    assertThat(accepts(port)).isTrue();

    int next = Ports.free();
    configure(next, "");
    signal(process.pid(), "HUP");
    GatewayProgram.await("the new port", () -> accepts(next));
    GatewayProgram.await("the end of the old port", () -> !accepts(port));
    signal(process.pid(), "TERM");
    endsWell(process);
    assertThat(accepts(next)).isFalse();
  }

  /// A request that is half sent holds its connection.
  private Socket half() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket
        .getOutputStream()
        .write("GET / HTTP/1.1\r\nHost: a\r\n".getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static String rest(Socket socket) throws IOException {
    socket.getOutputStream().write("\r\n".getBytes(StandardCharsets.US_ASCII));
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  @Test
  void anOldGenerationIsNamedWhenItsLastConnectionHasEnded() throws IOException {
    Process process = started();
    try (Socket held = half()) {
      GatewayProgram.await("the connection to be taken", () -> answers(port));
      configure(port, "server { listen 127.0.0.1:%d; }".formatted(Ports.free()));
      signal(process.pid(), "HUP");
      GatewayProgram.await("the reload", () -> hasLogged("reconfiguring"));
      assertThat(hasLogged("exited with code 0")).isFalse();
      assertThat(rest(held)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhere");
    }
    GatewayProgram.await("the end", () -> hasLogged("exited with code 0"));
    assertThat(folder.read("error.log"))
        .containsPattern("\\[notice\\] .*: worker process [0-9]+ exited with code 0");
    signal(process.pid(), "QUIT");
    endsWell(process);
  }

  @Test
  void workerShutdownTimeoutBoundsTheEnd() throws IOException {
    folder.write("nginx.conf", "worker_shutdown_timeout 100ms;\n" + folder.read("nginx.conf"));
    Process process = started();
    try (Socket held = half()) {
      GatewayProgram.await("the connection to be taken", () -> answers(port));
      signal(process.pid(), "HUP");
      GatewayProgram.await("the end", () -> hasLogged("exited with code 0"));
      assertThat(held.getInputStream().read()).isEqualTo(-1);
    }
    try (Socket held = half()) {
      GatewayProgram.await("the connection to be taken", () -> answers(port));
      signal(process.pid(), "QUIT");
      endsWell(process);
      assertThat(held.getInputStream().read()).isEqualTo(-1);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == 'H';
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void ordersComeThroughThePidFile() {
    Process process = started();
    String here = folder.path() + "/";
    String[] reload = {"-p", here, "-c", "nginx.conf", "-s", "reload"};
    assertThat(gateway.run(folder.path(), reload)).isEqualTo(new Run(0, "", ""));
    GatewayProgram.await("the reload", () -> hasLogged("signal 1 (SIGHUP) received"));
    String[] quit = {"-p", here, "-c", "nginx.conf", "-s", "quit"};
    assertThat(gateway.run(folder.path(), quit)).isEqualTo(new Run(0, "", ""));
    endsWell(process);
    assertThat(gateway.run(folder.path(), quit))
        .isEqualTo(
            new Run(
                1,
                "",
                "nginx: [error] open() \"%snginx.pid\" failed (2: No such file or directory)\n"
                    .formatted(here)));
  }

  @Test
  void usr1LetsGoOfARenamedLog() throws IOException {
    Process process = started();
    Files.move(folder.path().resolve("error.log"), folder.path().resolve("old.log"));
    signal(process.pid(), "USR1");
    GatewayProgram.await("the new log", () -> isThere("error.log"));
    signal(process.pid(), "QUIT");
    endsWell(process);
    assertThat(folder.read("old.log")).contains("reopening logs");
    assertThat(folder.read("error.log")).contains("shutting down");
  }

  @Test
  void inTheBackgroundItReturnsWhenItListens() {
    Process starter = start("");
    GatewayProgram.waitFor(starter);
    assertThat(starter.exitValue()).as(() -> folder.read("err")).isZero();
    assertThat(accepts(port)).isTrue();
    long pid = Long.parseLong(folder.read("nginx.pid").strip());
    assertThat(pid).isNotEqualTo(starter.pid());
    signal(pid, "QUIT");
    GatewayProgram.await("its end", () -> !isThere("nginx.pid"));
    assertThat(folder.read("out") + folder.read("err")).isEmpty();
  }

  @Test
  void aStartThatFailsSaysSoFromTheBackgroundToo() {
    configure(port, "server { listen 192.0.2.1:80; }");
    for (String globals : new String[] {"", "daemon off;"}) {
      Process starter = start(globals);
      GatewayProgram.waitFor(starter);
      assertThat(starter.exitValue()).isEqualTo(1);
      assertThat(folder.read("err"))
          .isEqualTo(
              "nginx: [emerg] bind() to 192.0.2.1:80 failed (99: Cannot assign requested address)\n");
      assertThat(isThere("nginx.pid")).isFalse();
    }
  }

  /// A harness that loses patience, or a person.
  @Test
  void whenTheParentIsKilledNothingStaysBehind() throws InterruptedException {
    Process process = started();
    ProcessHandle jvm = process.children().findFirst().orElseThrow();
    process.destroyForcibly().waitFor(GatewayProgram.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    GatewayProgram.await("the end of the JVM", () -> !jvm.isAlive());
    assertThat(accepts(port)).isFalse();
  }

  /// As a shell script starts it with `&`, or with nohup.
  @Test
  void signalsThatTheStarterIgnoredAreHeard() {
    String script = "trap '' HUP INT QUIT; exec \"$0\" \"$@\"";
    String[] words = {
      "-c", script, GatewayProgram.PATH.toString(), "-p", folder.path() + "/", "-c", "nginx.conf"
    };
    Process process = gateway.start(Path.of("/bin/sh"), folder, with(words, "-g", "daemon off;"));
    GatewayProgram.await("the pid file", () -> isThere("nginx.pid") || !process.isAlive());
    assertThat(folder.read("nginx.pid")).isEqualTo(process.pid() + "\n");
    signal(process.pid(), "HUP");
    GatewayProgram.await("the reload", () -> hasLogged("signal 1 (SIGHUP) received"));
    signal(process.pid(), "QUIT");
    endsWell(process);
  }

  /// As a Perl harness does that wants no output.
  @Test
  void closedStreamsAreNoTrouble() {
    String script = "exec \"$0\" \"$@\" <&- >&- 2>&-";
    String[] words = {
      "-c", script, GatewayProgram.PATH.toString(), "-p", folder.path() + "/", "-c", "nginx.conf"
    };
    Process process = gateway.start(Path.of("/bin/sh"), folder, with(words, "-g", "daemon off;"));
    GatewayProgram.await("the pid file", () -> isThere("nginx.pid") || !process.isAlive());
    assertThat(answers(port)).isTrue();
    signal(process.pid(), "QUIT");
    endsWell(process);
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }
}
