package dev.wsdoctor.probe;

import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.probe.Observation.Failure;
import dev.wsdoctor.probe.Observation.TlsSession;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/// TLS over another wire. It takes any certificate; [CertificateJudge] says what is wrong with it.
final class TlsWire implements Wire {
  private static final byte[] NOTHING = {};
  private static final Duration CLOSE_LIMIT = Duration.ofMillis(100);

  private final Wire below;
  private final SSLEngine engine;
  private final byte[] chunk = new byte[16 * 1024];

  /// Bytes from below that the engine has not taken; ready to be read.
  private ByteBuffer received = ByteBuffer.allocate(0);

  /// Decrypted bytes that nobody has taken; ready to be read.
  private ByteBuffer clear = ByteBuffer.allocate(0);

  private String beginning = "";

  TlsWire(Wire below, SSLEngine engine) {
    this.below = below;
    this.engine = engine;
  }

  /// Shakes hands, or says why that is impossible.
  void open(Deadline deadline) throws IOException {
    try {
      shakeHands(deadline);
    } catch (SSLException e) {
      throw failure(e);
    } catch (EOFException e) {
      ProbeFailure failure =
          new ProbeFailure(
              Failure.TLS_FAILED,
              "expected a TLS handshake but the server closed the connection; check that this port serves TLS ('listen ... ssl')");
      failure.initCause(e);
      throw failure;
    }
  }

  private void shakeHands(Deadline deadline) throws IOException {
    engine.beginHandshake();
    HandshakeStatus status = engine.getHandshakeStatus();
    while (status != HandshakeStatus.FINISHED && status != HandshakeStatus.NOT_HANDSHAKING) {
      status =
          switch (status) {
            case NEED_WRAP -> wrap(NOTHING, deadline);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap(deadline);
            case NEED_TASK -> runTasks();
            case FINISHED, NOT_HANDSHAKING -> status;
          };
    }
  }

  private HandshakeStatus runTasks() {
    Runnable task = engine.getDelegatedTask();
    while (task != null) {
      task.run();
      task = engine.getDelegatedTask();
    }
    return engine.getHandshakeStatus();
  }

  private HandshakeStatus wrap(byte[] plain, Deadline deadline) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(plain);
    SSLEngineResult result;
    do {
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
      result = engine.wrap(in, out);
      below.write(Arrays.copyOf(out.array(), out.position()), deadline);
    } while (in.hasRemaining() && result.getStatus() == SSLEngineResult.Status.OK);
    return result.getHandshakeStatus();
  }

  /// Takes one record, reading from below as often as one needs.
  private HandshakeStatus unwrap(Deadline deadline) throws IOException {
    while (true) {
      ByteBuffer out = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
      SSLEngineResult result = engine.unwrap(received, out);
      if (result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW) {
        clear = out.flip();
        return result.getHandshakeStatus();
      }
      receive(deadline);
    }
  }

  private void receive(Deadline deadline) throws IOException {
    int count = below.read(chunk, deadline);
    if (count < 0) {
      throw new EOFException();
    }
    if (beginning.isEmpty()) {
      beginning = new String(chunk, 0, count, StandardCharsets.ISO_8859_1);
    }
    received =
        ByteBuffer.allocate(received.remaining() + count).put(received).put(chunk, 0, count).flip();
  }

  /// A TLS record begins with its type, 20 to 23, and the version's 3 (RFC 8446, 5.1).
  private ProbeFailure failure(SSLException cause) {
    boolean plain = !beginning.isEmpty() && (beginning.charAt(0) < 20 || beginning.charAt(0) > 23);
    String sentence =
        plain
            ? "expected TLS but the server speaks plain text on this port (it answered %s); use ws:// and http://, or add 'ssl' to its listen"
                .formatted(HeadParser.quote(beginning.split("[\r\n]", 2)[0]))
            : "the TLS handshake failed: %s; check protocols, ciphers and client certificates of the server"
                .formatted(cause.getMessage());
    ProbeFailure failure = new ProbeFailure(Failure.TLS_FAILED, sentence);
    failure.initCause(cause);
    return failure;
  }

  TlsSession session() {
    SSLSession session = engine.getSession();
    return new TlsSession(
        session.getProtocol(),
        session.getCipherSuite(),
        String.valueOf(engine.getApplicationProtocol()),
        certificates().stream().map(one -> one.getSubjectX500Principal().getName()).toList());
  }

  /// Whether the server sent its certificate's state from the authority along (RFC 6066, 8).
  boolean isStapled() {
    return engine.getSession() instanceof ExtendedSSLSession session
        && session.getStatusResponses().stream().anyMatch(one -> one.length > 0);
  }

  /// The server's chain, its own certificate first.
  List<X509Certificate> certificates() {
    try {
      return Arrays.stream(engine.getSession().getPeerCertificates())
          .map(X509Certificate.class::cast)
          .toList();
    } catch (SSLException _) {
      return List.of();
    }
  }

  @Override
  public int read(byte[] into, Deadline deadline) throws IOException {
    while (!clear.hasRemaining()) {
      if (engine.isInboundDone()) {
        return -1;
      }
      try {
        answer(unwrap(deadline), deadline);
      } catch (EOFException _) {
        return -1;
      }
    }
    int count = Math.min(into.length, clear.remaining());
    clear.get(into, 0, count);
    return count;
  }

  /// A record may have asked for work, such as a new key or a new session ticket.
  private void answer(HandshakeStatus status, Deadline deadline) throws IOException {
    if (status == HandshakeStatus.NEED_TASK) {
      runTasks();
    }
    if (status == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
      wrap(NOTHING, deadline);
    }
  }

  @Override
  public void write(byte[] bytes, Deadline deadline) throws IOException {
    wrap(bytes, deadline);
  }

  @Override
  public void close() throws IOException {
    try {
      engine.closeOutbound();
      wrap(NOTHING, Deadline.in(CLOSE_LIMIT));
    } catch (IOException _) {
      // The peer is gone or deaf; a close_notify was a courtesy.
    } finally {
      below.close();
    }
  }
}
