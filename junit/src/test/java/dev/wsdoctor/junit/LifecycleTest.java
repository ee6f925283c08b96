package dev.wsdoctor.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// When nginx starts and ends.
class LifecycleTest {
  private static final String APP = "src/test/nginx/app.conf";
  private static final String HELLO = "src/test/nginx/hello.conf";

  /// Where nginx listened in each of the tests that were run by the [Kit].
  private static final List<Integer> PORTS = new ArrayList<>();

  @BeforeEach
  void forget() {
    PORTS.clear();
  }

  private static void passes(Class<?> testClass, int tests) {
    assertThat(Kit.run(testClass)).isEqualTo(new Kit.Run(tests, List.of()));
    assertThat(PORTS).as("all are closed").noneMatch(LifecycleTest::isOpen);
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (ConnectException _) {
      return false;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void note(NginxUnderTest nginx) {
    assertThat(isOpen(nginx.port())).isTrue();
    PORTS.add(nginx.port());
  }

  @NginxConf(HELLO)
  static class Once {
    @BeforeAll
    static void all(NginxUnderTest nginx) {
      note(nginx);
    }

    @BeforeEach
    void each(NginxUnderTest nginx) {
      note(nginx);
    }

    @RepeatedTest(2)
    void test(NginxUnderTest nginx) {
      note(nginx);
      assertThat(Client.get(nginx, nginx.uri(8080, "/")).body()).isEqualTo("hello\n");
    }

    @Nested
    class Inside {
      @Test
      void test(NginxUnderTest nginx) {
        note(nginx);
      }
    }
  }

  @Test
  void itStartsOnceForAClassAndThoseInIt() {
    passes(Once.class, 3);
    assertThat(PORTS).hasSize(7);
    assertThat(new TreeSet<>(PORTS)).hasSize(1);
  }

  @NginxConf(APP)
  static class OwnServer {
    private EchoServer app = EchoServer.start();

    @Upstream("app:3000")
    ServerSocket app() {
      return app.listener();
    }

    @AfterEach
    void end() throws Exception {
      app.close();
    }

    @RepeatedTest(2)
    void test(NginxUnderTest nginx) {
      note(nginx);
      assertThat(Client.echo(nginx, nginx.webSocketUri("/ws/"), "hello")).isEqualTo("hello");
    }
  }

  @Test
  void serversOfInstancesThatLiveForOneTestHaveANginxEach() {
    passes(OwnServer.class, 2);
    assertThat(new TreeSet<>(PORTS)).hasSize(2);
  }

  @NginxConf(APP)
  @TestInstance(Lifecycle.PER_CLASS)
  static class OneInstance {
    @Upstream("app:3000")
    final HttpServer app = server();

    private static HttpServer server() {
      try {
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", asked -> asked.sendResponseHeaders(204, -1));
        server.start();
        return server;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @RepeatedTest(2)
    void test(NginxUnderTest nginx) {
      note(nginx);
      assertThat(Client.get(nginx, nginx.uri("/ws/")).statusCode()).isEqualTo(204);
    }
  }

  @Test
  void serversOfOneInstanceShareANginx() {
    passes(OneInstance.class, 2);
    assertThat(new TreeSet<>(PORTS)).hasSize(1);
  }

  static class OnMethods {
    @Test
    @NginxConf(HELLO)
    void one(NginxUnderTest nginx) {
      note(nginx);
      assertThat(Client.get(nginx, nginx.uri("/")).body()).isEqualTo("hello\n");
    }

    @Test
    @NginxConf(value = APP, down = "app:3000")
    void another(NginxUnderTest nginx) {
      note(nginx);
      assertThat(Client.get(nginx, nginx.uri("/ws/")).statusCode()).isEqualTo(502);
    }
  }

  @Test
  void aMethodHasOneOfItsOwn() {
    passes(OnMethods.class, 2);
    assertThat(new TreeSet<>(PORTS)).hasSize(2);
  }

  @NginxConf(HELLO)
  static class ClassAndMethod {
    @Test
    void one(NginxUnderTest nginx) {
      note(nginx);
      assertThat(Client.get(nginx, nginx.uri("/ws/")).statusCode()).isEqualTo(200);
    }

    @Test
    @NginxConf(value = APP, down = "*")
    void another(NginxUnderTest nginx) {
      note(nginx);
      assertThat(Client.get(nginx, nginx.uri("/ws/")).statusCode()).isEqualTo(502);
    }
  }

  @Test
  void thatOfTheMethodGoesBeforeThatOfTheClass() {
    passes(ClassAndMethod.class, 2);
  }
}
