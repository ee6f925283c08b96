package dev.wsdoctor.socket;

import dev.wsdoctor.socket.TcpSocket.End;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads `/proc/net/tcp` and `tcp6` (proc(5)): what is left where netlink is not to be had.
final class ProcTable {
  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));
  private static final int COLUMNS = 10;

  private ProcTable() {}

  /// None of a table that cannot be read.
  static List<TcpSocket> sockets() {
    List<TcpSocket> sockets = new ArrayList<>();
    for (Path table : TABLES) {
      try (BufferedReader reader = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
        reader.lines().skip(1).forEach(line -> read(line).ifPresent(sockets::add));
      } catch (IOException _) {
        // IPv6 may be off, and other systems have no /proc.
      }
    }
    return sockets;
  }

  /// `0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 12345 ...`;
  /// nothing of a line that is not like that.
  static Optional<TcpSocket> read(String line) {
    String[] columns = line.strip().split("\\s+", -1);
    if (columns.length < COLUMNS) {
      return Optional.empty();
    }
    try {
      String[] queues = columns[4].split(":", -1);
      return Optional.of(
          new TcpSocket(
              end(columns[1]),
              end(columns[2]),
              TcpSocket.State.of(Integer.parseInt(columns[3], 16)),
              TcpSocket.Timer.of(Integer.parseInt(columns[5].substring(0, 2), 16)),
              Integer.parseInt(columns[6], 16),
              Long.parseLong(queues[1], 16),
              Long.parseLong(queues[0], 16),
              Long.parseLong(columns[9]),
              Optional.empty()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      return Optional.empty();
    }
  }

  private static End end(String text) {
    int colon = text.indexOf(':');
    byte[] written = HexFormat.of().parseHex(text.substring(0, colon));
    ByteBuffer words = ByteBuffer.wrap(written).order(ByteOrder.nativeOrder());
    ByteBuffer address = ByteBuffer.allocate(written.length);
    while (words.hasRemaining()) {
      address.putInt(words.getInt()); // each word stands in the machine's order
    }
    return new End(
        DiagMessage.text(address.array()), Integer.parseInt(text.substring(colon + 1), 16));
  }
}
