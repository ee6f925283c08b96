package dev.wsdoctor.sandbox;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.Arrays;

/// Stands in for the user's `resolver`: every name is 127.0.0.1 (RFC 1035, 4.1).
final class NameServer implements AutoCloseable {
  private static final int MESSAGE_BYTES = 512;
  private static final int HEADER_BYTES = 12;
  private static final int TYPE_A = 1;

  /// A pointer to the name in the question, type A, class IN, 60 seconds, 127.0.0.1.
  private static final byte[] LOOPBACK_RECORD = {
    (byte) 0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1
  };

  private final DatagramSocket socket;
  private final Thread thread;
  private final Duration stopLimit;

  NameServer(Duration stopLimit) throws SocketException {
    this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    this.stopLimit = stopLimit;
    this.thread = Thread.ofPlatform().daemon().name("sandbox-resolver").start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    byte[] buffer = new byte[MESSAGE_BYTES];
    while (!socket.isClosed()) {
      try {
        DatagramPacket query = new DatagramPacket(buffer, buffer.length);
        socket.receive(query);
        byte[] answer = answer(Arrays.copyOf(buffer, query.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      } catch (IOException _) {
        // Closed, or nginx has gone before its answer.
      }
    }
  }

  /// The question again, with one address for type A and none for any other.
  static byte[] answer(byte[] query) {
    int end = endOfQuestion(query);
    if (end > query.length) {
      return query;
    }
    boolean isA = query[end - 4] == 0 && query[end - 3] == TYPE_A;
    byte[] answer = Arrays.copyOf(query, end + (isA ? LOOPBACK_RECORD.length : 0));
    answer[2] = (byte) 0x84;
    answer[3] = (byte) 0x80;
    Arrays.fill(answer, 4, HEADER_BYTES, (byte) 0);
    answer[5] = 1;
    if (isA) {
      answer[7] = 1;
      System.arraycopy(LOOPBACK_RECORD, 0, answer, end, LOOPBACK_RECORD.length);
    }
    return answer;
  }

  private static int endOfQuestion(byte[] query) {
    int at = HEADER_BYTES;
    while (at < query.length && query[at] != 0) {
      at += 1 + (query[at] & 0xff);
    }
    return at + 5;
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join(stopLimit);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
