package dev.wsdoctor.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/// A gateway that passes everything on until one connection has sent more than its limit; then it
/// resets it, without a word of WebSocket.
final class LimitedRelay {
  private LimitedRelay() {}

  static void serve(Socket client, int server, int mostBytes) {
    Thread.ofPlatform().daemon().start(() -> relay(client, server, mostBytes));
  }

  private static void relay(Socket client, int port, int mostBytes) {
    try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      Thread.ofPlatform().daemon().start(() -> back(server, client));
      InputStream in = client.getInputStream();
      byte[] chunk = new byte[8192];
      int sent = 0;
      int count = in.read(chunk);
      while (count >= 0) {
        sent += count;
        if (sent > mostBytes) {
          client.setSoLinger(true, 0);
          client.close();
          return;
        }
        server.getOutputStream().write(chunk, 0, count);
        count = in.read(chunk);
      }
    } catch (IOException _) {
      // One of both has left.
    }
  }

  private static void back(Socket server, Socket client) {
    try {
      OutputStream out = client.getOutputStream();
      server.getInputStream().transferTo(out);
      client.shutdownOutput();
    } catch (IOException _) {
      // One of both has left.
    }
  }
}
