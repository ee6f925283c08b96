package dev.wsdoctor.conformance.healthy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// A client's opening handshake, written out by hand so that no code of the product vouches for
/// itself here.
final class Handshake {
  /// The example of RFC 6455, 1.3.
  static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  /// A masked ping without payload; what comes back shows that bytes flow both ways.
  private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 1, 2, 3, 4};

  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

  private Handshake() {}

  /// The head of the answer, and whether a few bytes came back through the tunnel.
  record Answer(List<String> head, boolean echoed) {}

  static Answer open(Healthy healthy, int port, SSLContext tls) throws IOException {
    try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.setSoTimeout((int) ANSWER_LIMIT.toMillis());
      Socket socket = healthy.isTls() ? secured(plain, healthy, tls) : plain;
      OutputStream out = socket.getOutputStream();
      out.write(request(healthy).getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      List<String> head = Head.read(in).lines();
      return new Answer(head, head.getFirst().contains(" 101 ") && echoes(in, out));
    }
  }

  static Socket secured(Socket plain, Healthy healthy, SSLContext tls) throws IOException {
    String host = healthy.url().getHost();
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, host, plain.getPort(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(host)));
    socket.setSSLParameters(parameters);
    return socket;
  }

  private static String request(Healthy healthy) {
    StringBuilder head = new StringBuilder();
    String query = healthy.url().getRawQuery();
    String target = healthy.url().getRawPath() + (query == null ? "" : "?" + query);
    head.append("GET ").append(target).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(healthy.url().getRawAuthority()).append("\r\n");
    head.append("Upgrade: websocket\r\nConnection: Upgrade\r\n");
    head.append("Sec-WebSocket-Key: ").append(KEY).append("\r\nSec-WebSocket-Version: 13\r\n");
    for (Map.Entry<String, String> header : healthy.headers()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
    }
    return head.append("\r\n").toString();
  }

  private static boolean echoes(InputStream in, OutputStream out) throws IOException {
    out.write(PING);
    return Arrays.equals(in.readNBytes(PING.length), PING);
  }
}
