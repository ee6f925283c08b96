package dev.wsdoctor.gateway.openssl;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/// What OpenSSL calls during a handshake. An exception here would end the JVM, so nothing here
/// throws any.
final class Callbacks {
  private static final int OK = 0; // SSL_TLSEXT_ERR_OK
  private static final int ALERT_FATAL = 2; // SSL_TLSEXT_ERR_ALERT_FATAL

  /// Each protocol behind its length.
  private static final byte[] HTTP =
      OpensslServer.PROTOCOLS.stream()
          .map(name -> (char) name.length() + name)
          .collect(Collectors.joining())
          .getBytes(StandardCharsets.ISO_8859_1);

  private static final FunctionDescriptor ALPN_SELECT =
      FunctionDescriptor.of(
          JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
  private static final FunctionDescriptor VERIFY =
      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG);

  private static final FunctionDescriptor TICKET_KEY =
      FunctionDescriptor.of(
          JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT);

  private Callbacks() {}

  /// `SSL_CTX_alpn_select_cb_func`
  static long alpn() {
    return Alpn.ADDRESS;
  }

  /// `SSL_verify_cb`: lets the handshake go on, whatever is wrong with a certificate
  /// (`ngx_ssl_verify_callback`); the fault stays in the verify result.
  static long verify() {
    return Verify.ADDRESS;
  }

  /// The callback of `SSL_CTX_set_tlsext_ticket_key_evp_cb`.
  static long ticketKey() {
    return Ticket.ADDRESS;
  }

  private static final class Ticket {
    static final long ADDRESS = stub("prepare", TICKET_KEY);
  }

  private static final class Alpn {
    static final long ADDRESS = stub("select", ALPN_SELECT);
  }

  private static final class Verify {
    static final long ADDRESS = stub("goOn", VERIFY);
  }

  private static long stub(String method, FunctionDescriptor shape) {
    try {
      MethodType type = shape.toMethodType();
      MethodHandle target = MethodHandles.lookup().findStatic(Callbacks.class, method, type);
      return Linker.nativeLinker().upcallStub(target, shape, Arena.global()).address();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no callback " + method, e);
    }
  }

  @SuppressWarnings("unused") // OpenSSL calls it
  private static int prepare(long ssl, long name, long iv, long cipher, long mac, int encrypts) {
    return Tickets.prepare(ssl, name, iv, cipher, mac, encrypts == 1);
  }

  @SuppressWarnings("unused") // OpenSSL's signature
  private static int goOn(int isOk, long context) {
    return 1;
  }

  @SuppressWarnings("unused") // OpenSSL's signature
  private static int select(
      long ssl, long chosen, long chosenLength, long offered, int offeredLength, long argument) {
    MemorySegment client = MemorySegment.ofAddress(offered).reinterpret(offeredLength);
    for (int own = 0; own < HTTP.length; own += 1 + HTTP[own]) {
      for (int at = 0;
          at < offeredLength;
          at += 1 + Byte.toUnsignedInt(client.get(JAVA_BYTE, at))) {
        if (isSame(own, client, at)) {
          MemorySegment.ofAddress(chosen)
              .reinterpret(JAVA_LONG.byteSize())
              .set(JAVA_LONG, 0, offered + at + 1);
          MemorySegment.ofAddress(chosenLength).reinterpret(1).set(JAVA_BYTE, 0, HTTP[own]);
          return OK;
        }
      }
    }
    return ALERT_FATAL;
  }

  private static boolean isSame(int own, MemorySegment client, int at) {
    int length = HTTP[own] + 1;
    if (at + length > client.byteSize()) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (client.get(JAVA_BYTE, at + i) != HTTP[own + i]) {
        return false;
      }
    }
    return true;
  }
}
