package dev.wsdoctor.socket;

import dev.wsdoctor.socket.TcpSocket.End;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// The established connections that the kernel need not tell of: those accepted at one of `local`
/// ports, and those to one of `remote` ends. It is asked by the byte code of `linux/inet_diag.h`,
/// which needs no privilege; kernels of before 4.20 refuse it.
record Exclusion(List<Integer> local, List<End> remote) {
  static final Exclusion NONE = new Exclusion(List.of(), List.of());

  private static final int JUMP = 1;
  private static final int REMOTE = 8;
  private static final int LOCAL_PORT = 11;
  private static final int REMOTE_PORT = 12;
  private static final int OPERATION_BYTES = 4;
  private static final int INET = 2;
  private static final int INET6 = 10;

  Exclusion {
    local = List.copyOf(local);
    remote = List.copyOf(remote);
  }

  boolean isNone() {
    return local.isEmpty() && remote.isEmpty();
  }

  /// A program that the kernel runs on each socket (inet_diag_bc_run): it tells of the socket when
  /// the program ends exactly behind its last operation. Listeners pass: their remote port is 0.
  byte[] program() {
    ByteBuffer program = ByteBuffer.allocate(bytes()).order(ByteOrder.nativeOrder());
    port(program, REMOTE_PORT, 0);
    jump(program, program.remaining());
    for (int port : local) {
      port(program, LOCAL_PORT, port);
      jump(program, program.remaining() + OPERATION_BYTES);
    }
    for (End end : remote) {
      host(program, end);
      jump(program, program.remaining() + OPERATION_BYTES);
    }
    return program.array();
  }

  private int bytes() {
    int ports = (1 + local.size()) * 3 * OPERATION_BYTES;
    return ports + remote.stream().mapToInt(end -> hostBytes(end) + OPERATION_BYTES).sum();
  }

  /// A comparison goes on behind itself when it holds, at the jump that follows, and else behind
  /// that. The kernel checks the way of those that hold, which must end behind the last one: so a
  /// jump goes by its other way.
  private static void compare(ByteBuffer program, int code, int bytes) {
    program.put((byte) code).put((byte) bytes).putShort((short) (bytes + OPERATION_BYTES));
  }

  private static void port(ByteBuffer program, int code, int port) {
    compare(program, code, 2 * OPERATION_BYTES);
    program.putShort((short) 0).putShort((short) port);
  }

  private static void host(ByteBuffer program, End end) {
    byte[] address = address(end);
    compare(program, REMOTE, hostBytes(end));
    program.put((byte) (address.length == 4 ? INET : INET6)).put((byte) (8 * address.length));
    program.putShort((short) 0).putInt(end.port()).put(address);
  }

  /// `bytes` are counted from the operation behind the jump.
  private static void jump(ByteBuffer program, int distance) {
    program.put((byte) JUMP).put((byte) OPERATION_BYTES).putShort((short) distance);
  }

  private static int hostBytes(End end) {
    return 3 * OPERATION_BYTES + address(end).length;
  }

  private static byte[] address(End end) {
    return InetAddress.ofLiteral(end.address()).getAddress();
  }
}
