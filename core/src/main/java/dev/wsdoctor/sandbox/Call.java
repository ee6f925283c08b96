package dev.wsdoctor.sandbox;

import dev.wsdoctor.http.Field;
import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.HeadReader;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.nginx.Connection;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The client's request: as it would go to the original URL, sent to the moved listener.
final class Call {
  private static final int READ_BYTES = 8192;

  /// The head that came back, or why none came.
  record Result(Optional<Response> answer, String trouble) {
    static Result none(String trouble) {
      return new Result(Optional.empty(), trouble);
    }
  }

  private final Connection wanted;
  private final Request request;
  private final Limits limits;

  Call(Connection wanted, Request request, Limits limits) {
    this.wanted = wanted;
    this.request = request;
    this.limits = limits;
  }

  Connection wanted() {
    return wanted;
  }

  Request request() {
    return request;
  }

  String requestTarget() {
    return request.target();
  }

  /// Connects; fails as long as nginx does not listen yet.
  Socket connect(int port) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(wanted.client(), 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
        (int) limits.answer().toMillis());
    socket.setSoTimeout((int) limits.answer().toMillis());
    socket.setTcpNoDelay(true);
    return socket;
  }

  Result ask(Socket connection, boolean proxyProtocol) {
    try {
      if (proxyProtocol) {
        // proxy-protocol.txt, 2.1
        write(
            connection,
            "PROXY TCP4 " + wanted.client() + " 127.0.0.1 50000 " + wanted.port() + "\r\n");
      }
      Socket socket = wanted.tls() ? secured(connection) : connection;
      write(socket, head());
      return answer(socket);
    } catch (SocketTimeoutException _) {
      return Result.none("no answer within %d ms".formatted(limits.answer().toMillis()));
    } catch (SSLException e) {
      return Result.none("TLS failed: " + e.getMessage());
    } catch (IOException e) {
      return Result.none("the connection broke: " + e.getMessage());
    }
  }

  private String head() {
    StringBuilder out = new StringBuilder(request.line()).append("\r\n");
    for (Field field : request.fields()) {
      out.append(field.name()).append(": ").append(field.value()).append("\r\n");
    }
    return out.append("\r\n").toString();
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private SSLSocket secured(Socket connection) throws IOException {
    String name = wanted.serverName().orElse("");
    SSLSocket socket =
        (SSLSocket)
            trustingContext()
                .getSocketFactory()
                .createSocket(connection, name, wanted.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
    parameters.setApplicationProtocols(new String[] {"http/1.1"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /// The certificates here are throw-away ones; whether the real ones are good is the probe's
  /// question.
  private static SSLContext trustingContext() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAnything()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  private static final class TrustAnything extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  private Result answer(Socket socket) throws IOException {
    HeadReader reader = new HeadReader(limits.headBytes());
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[READ_BYTES];
    long end = System.nanoTime() + limits.answer().toNanos();
    while (System.nanoTime() < end) {
      int length = in.read(buffer);
      if (length < 0) {
        return Result.none("nginx closed the connection without an answer");
      }
      if (reader.feed(buffer, 0, length)
          instanceof HeadReader.Progress.Complete(String head, String _)) {
        return switch (HeadParser.response(head)) {
          case HeadParser.Parsed.Valid<Response>(Response response) ->
              new Result(Optional.of(response), "");
          case HeadParser.Parsed.Invalid<Response>(String message) -> Result.none(message);
        };
      }
    }
    return Result.none("no complete answer within %d ms".formatted(limits.answer().toMillis()));
  }
}
