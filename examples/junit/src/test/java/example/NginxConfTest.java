package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wsdoctor.junit.NginxConf;
import dev.wsdoctor.junit.NginxUnderTest;
import dev.wsdoctor.junit.Upstream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@NginxConf("src/main/nginx/nginx.conf")
class NginxConfTest {
  private static EchoServer app;

  @BeforeAll
  static void startApplication() throws IOException {
    app = new EchoServer();
  }

  @AfterAll
  static void stopApplication() throws IOException {
    app.close();
  }

  @Upstream("app:3000")
  static int application() {
    return app.port();
  }

  @Test
  void aSocketOpensBelowWs(NginxUnderTest nginx) {
    assertEquals("hello", echo(nginx, nginx.webSocketUri(443, "/ws/chat"), "hello"));
  }

  @Test
  void noSocketOpensBelowApi(NginxUnderTest nginx) {
    URI api = nginx.webSocketUri(443, "/api/chat");
    CompletionException failed =
        assertThrows(CompletionException.class, () -> echo(nginx, api, "hello"));
    WebSocketHandshakeException refused =
        assertInstanceOf(WebSocketHandshakeException.class, failed.getCause());
    assertEquals(426, refused.getResponse().statusCode(), "as the application answers");
  }

  @Test
  void whatComesInPlainIsSentToHttps(NginxUnderTest nginx) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(nginx.uri(80, "/ws/chat")).build();
      HttpResponse<Void> answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      assertEquals(301, answer.statusCode());
      assertEquals("https://127.0.0.1/ws/chat", answer.headers().firstValue("Location").orElse(""));
    }
  }

  /// What comes back for a message.
  private static String echo(NginxUnderTest nginx, URI uri, String message) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    WebSocket.Listener listener =
        new WebSocket.Listener() {
          @Override
          public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            answer.complete(text.toString());
            return null;
          }
        };
    try (HttpClient client = HttpClient.newBuilder().sslContext(nginx.sslContext()).build()) {
      WebSocket socket = client.newWebSocketBuilder().buildAsync(uri, listener).join();
      socket.sendText(message, true);
      String text = answer.orTimeout(20, TimeUnit.SECONDS).join();
      socket.abort();
      return text;
    }
  }
}
