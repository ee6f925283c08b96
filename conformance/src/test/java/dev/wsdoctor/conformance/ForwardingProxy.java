package dev.wsdoctor.conformance;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A forward proxy on 127.0.0.1 that speaks CONNECT and SOCKS5 and tells what it was asked for.
final class ForwardingProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private ForwardingProxy(ServerSocket listener) {
    this.listener = listener;
  }

  static ForwardingProxy start() {
    try {
      ForwardingProxy proxy =
          new ForwardingProxy(new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")));
      Thread.ofPlatform().daemon().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /// `CONNECT a.example:80 Basic dTpw` or `SOCKS a.example:80 u:p`, in the order they came.
  List<String> asked() {
    return List.copyOf(asked);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException _) {
        // The test has closed the listener.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      int first = in.read();
      int port = first == 5 ? socks(in, client.getOutputStream()) : connect(in, client);
      try (Socket server = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        Thread.ofPlatform().daemon().start(() -> pump(server, client));
        copy(in, server.getOutputStream());
      }
    } catch (IOException _) {
      // One of both has left.
    }
  }

  private int connect(InputStream in, Socket client) throws IOException {
    StringBuilder head = new StringBuilder("C");
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    String target = head.toString().split(" ", -1)[1];
    String user = head.toString().replaceFirst("(?s).*Proxy-Authorization: ([^\r]*).*|.*", "$1");
    asked.add(("CONNECT " + target + " " + user).strip());
    BadPeer.write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
    return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
  }

  private int socks(DataInputStream in, OutputStream out) throws IOException {
    byte[] methods = in.readNBytes(in.read());
    out.write(new byte[] {5, methods[0]});
    String user = "";
    if (methods[0] == 2) {
      in.read();
      user = text(in) + ":" + text(in);
      out.write(new byte[] {1, 0});
    }
    in.readNBytes(4);
    String host = text(in);
    int port = in.readUnsignedShort();
    asked.add(("SOCKS " + host + ":" + port + " " + user).strip());
    out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    return port;
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.read()), StandardCharsets.UTF_8);
  }

  private static void pump(Socket from, Socket to) {
    try {
      copy(from.getInputStream(), to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException _) {
      // One of both has left.
    }
  }

  private static void copy(InputStream from, OutputStream to) throws IOException {
    byte[] chunk = new byte[8192];
    int count = from.read(chunk);
    while (count >= 0) {
      to.write(chunk, 0, count);
      to.flush();
      count = from.read(chunk);
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
