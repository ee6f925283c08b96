package dev.wsdoctor.junit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// Who is behind upstreams that no server of the test stands for: a port that refuses connections,
/// and a server that tells the client which upstream a `proxy_pass` with variables has named.
final class Nobody implements AutoCloseable {
  private final Socket bound;
  private final HttpServer server;

  private Nobody(Socket bound, HttpServer server) {
    this.bound = bound;
    this.server = server;
  }

  static Nobody open() throws IOException {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Socket bound = new Socket();
    bound.bind(free); // and nobody listens
    HttpServer server = HttpServer.create(free, 0);
    server.createContext("/", Nobody::tell);
    server.start();
    return new Nobody(bound, server);
  }

  String closed() {
    return "127.0.0.1:" + bound.getLocalPort();
  }

  String answering() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private static void tell(HttpExchange asked) throws IOException {
    String url = asked.getRequestURI().getRawPath().substring(1);
    byte[] sentence =
        """
        proxy_pass came to %s, and no server of this test takes its place.
        Put @Upstream("HOST:PORT") on the field or method that gives the port of one.
        """
            .formatted(url)
            .getBytes(StandardCharsets.UTF_8);
    asked.getResponseHeaders().set("Content-Type", "text/plain");
    asked.sendResponseHeaders(502, sentence.length);
    asked.getResponseBody().write(sentence);
    asked.close();
  }

  @Override
  public void close() {
    server.stop(0);
    try {
      bound.close();
    } catch (IOException _) {
      // It was never connected.
    }
  }
}
