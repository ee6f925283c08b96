package dev.wsdoctor.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsdoctor.conformance.CodecCase.Reaction;
import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Holds two third-party endpoints, each as server and as client, against the results of our codec
/// over all of its cases. Where a peer is more lenient or chooses another close code,
/// codec-differences.tsv says so with the reason, and a line there that no longer holds fails too.
@Timeout(value = 180, threadMode = ThreadMode.SEPARATE_THREAD)
class CodecPeersTest {
  private static final String LIMIT = Integer.toString(CodecCase.MAX_MESSAGE_BYTES);

  @Test
  void pythonAsServerAgrees() {
    RealParts.needWebSocketBackend();
    try (WebSocketBackend server = WebSocketBackend.start("--max-size", LIMIT)) {
      compare("python", Role.CLIENT, played -> client(server.port(), played));
    }
  }

  @Test
  void nodeAsServerAgrees() {
    RealParts.needNodeWs();
    try (WebSocketBackend server = WebSocketBackend.startNode(CodecCase.MAX_MESSAGE_BYTES)) {
      compare("node", Role.CLIENT, played -> client(server.port(), played));
    }
  }

  private static Reaction client(int port, CodecCase played) {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return CodecWire.asClient(socket, played);
    } catch (IOException e) {
      throw new UncheckedIOException(played.name(), e);
    }
  }

  @Test
  void pythonAsClientAgrees() throws IOException {
    RealParts.needWebSocketBackend();
    compareClient("python", RealParts.PYTHON, "echo-client.py");
  }

  @Test
  void nodeAsClientAgrees() throws IOException {
    RealParts.needNodeWs();
    compareClient("node", RealParts.NODE, "echo-client.js");
  }

  private static void compareClient(String peer, Path interpreter, String script)
      throws IOException {
    String times = Integer.toString(CodecCase.all().size());
    try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Script _ =
            Script.start(
                interpreter, script, Integer.toString(listener.getLocalPort()), times, LIMIT)) {
      listener.setSoTimeout(10_000);
      compare(peer, Role.SERVER, played -> server(listener, played));
    }
  }

  private static Reaction server(ServerSocket listener, CodecCase played) {
    try (Socket socket = listener.accept()) {
      return CodecWire.asServer(socket, played);
    } catch (IOException e) {
      throw new UncheckedIOException(played.name(), e);
    }
  }

  private static void compare(String peer, Role sender, Function<CodecCase, Reaction> play) {
    CodecDifferences known = CodecDifferences.of(peer);
    List<String> wrong = new ArrayList<>();
    int played = 0;
    for (CodecCase one : CodecCase.all()) {
      if (one.sender() == sender) {
        played++;
        known.judge(one, play.apply(one)).ifPresent(wrong::add);
      }
    }
    assertThat(played).isGreaterThan(300);
    assertThat(wrong).as(peer).isEmpty();
    assertThat(known.unused(sender)).as("differences that no longer exist").isEmpty();
  }
}
