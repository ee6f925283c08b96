package dev.wsdoctor.junit;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/// Java's own clients, which are told nothing of proxies.
final class Client {
  private static final int LIMIT_SECONDS = 20;

  private Client() {}

  static HttpClient of(NginxUnderTest nginx) {
    return HttpClient.newBuilder()
        .proxy(HttpClient.Builder.NO_PROXY)
        .sslContext(nginx.sslContext())
        .build();
  }

  static HttpResponse<String> get(NginxUnderTest nginx, URI uri) {
    try (HttpClient client = of(nginx)) {
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// What comes back for a message; fails as `buildAsync` does when the socket does not open.
  static String echo(NginxUnderTest nginx, URI uri, String message) {
    CompletableFuture<String> echo = new CompletableFuture<>();
    try (HttpClient client = of(nginx)) {
      WebSocket socket =
          client
              .newWebSocketBuilder()
              .buildAsync(uri, new Listening(echo))
              .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
              .join();
      socket.sendText(message, true).join();
      String came = echo.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
      socket.abort();
      return came;
    }
  }

  /// The status of the answer to a handshake that fails.
  static int refused(NginxUnderTest nginx, URI uri) {
    try {
      throw new AssertionError("it opened: " + echo(nginx, uri, "hello"));
    } catch (CompletionException e) {
      if (e.getCause() instanceof java.net.http.WebSocketHandshakeException refusal) {
        return refusal.getResponse().statusCode();
      }
      throw e;
    }
  }

  private record Listening(CompletableFuture<String> echo) implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
      echo.complete(data.toString());
      return CompletableFuture.completedStage(data);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      echo.completeExceptionally(error);
    }
  }
}
