package example;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/// Stands for the application: sends short messages back, and answers 426 to what is no WebSocket
/// handshake. Yours would be the application itself, on a free port.
final class EchoServer implements AutoCloseable {
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // RFC 6455, 1.3
  private static final int LONGEST_SHORT = 125;

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

  EchoServer() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private static void serve(Socket client) {
    try (client) {
      Map<String, String> fields = fields(client);
      OutputStream out = client.getOutputStream();
      if (!"websocket".equalsIgnoreCase(fields.get("Upgrade"))) {
        out.write(
            ascii(
                "HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: close\r\n"
                    + "Content-Length: 0\r\n\r\n"));
        return;
      }
      String accept = accept(fields.get("Sec-WebSocket-Key"));
      out.write(
          ascii(
              "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + accept
                  + "\r\n\r\n"));
      echo(new DataInputStream(client.getInputStream()), out);
    } catch (IOException | NoSuchAlgorithmException _) {
      // the client has gone
    }
  }

  /// A client sends nothing behind a handshake before it is answered, so reading ahead is harmless.
  private static Map<String, String> fields(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return fields;
  }

  private static String accept(String key) throws NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-1").digest(ascii(key + KEY_SUFFIX));
    return Base64.getEncoder().encodeToString(digest);
  }

  /// Whole frames of up to 125 bytes (RFC 6455, 5.2), unmasked on the way back.
  private static void echo(DataInputStream in, OutputStream out) throws IOException {
    while (true) {
      int first = in.readUnsignedByte();
      int length = in.readUnsignedByte() & 0x7f;
      if (length > LONGEST_SHORT) {
        return;
      }
      byte[] mask = in.readNBytes(4);
      byte[] frame = new byte[2 + length];
      frame[0] = (byte) first;
      frame[1] = (byte) length;
      for (int i = 0; i < length; i++) {
        frame[2 + i] = (byte) (in.readUnsignedByte() ^ mask[i % 4]);
      }
      out.write(frame);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
