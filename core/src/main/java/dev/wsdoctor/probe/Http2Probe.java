package dev.wsdoctor.probe;

import dev.wsdoctor.finding.Evidence;
import dev.wsdoctor.finding.Finding;
import dev.wsdoctor.finding.Fix;
import dev.wsdoctor.finding.Severity;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Target;
import dev.wsdoctor.probe.Http2Report.Setting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Asks a hop over HTTP/2 whether it takes WebSockets there, as a browser would find out.
public final class Http2Probe {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int ENABLE_CONNECT_PROTOCOL = 8;
  private static final Map<Integer, String> NAMES =
      Map.of(
          1, "HEADER_TABLE_SIZE",
          2, "ENABLE_PUSH",
          3, "MAX_CONCURRENT_STREAMS",
          4, "INITIAL_WINDOW_SIZE",
          5, "MAX_FRAME_SIZE",
          6, "MAX_HEADER_LIST_SIZE",
          8, "ENABLE_CONNECT_PROTOCOL");

  /// A peer that sends more frames than this before its answer is not going to answer.
  private static final int MOST_FRAMES = 64;

  private final Target target;
  private final Approach approach;
  private final Deadline deadline;
  private final List<Setting> settings = new ArrayList<>();
  private String alpn = "";
  private Optional<Integer> extended = Optional.empty();
  private String failure = "";

  private Http2Probe(Target target, Approach approach) {
    this.target = target;
    this.approach = approach;
    this.deadline = Deadline.in(approach.limits().overall());
  }

  /// Speaks HTTP/2 to the hop: by ALPN over TLS, by prior knowledge without it.
  public static Http2Report run(Target target, Approach approach) {
    Http2Probe probe = new Http2Probe(target, approach);
    probe.ask();
    return probe.report();
  }

  private void ask() {
    try (Wire wire = wire()) {
      if (!target.tls() || alpn.equals("h2")) {
        converse(wire);
      }
    } catch (SocketTimeoutException _) {
      failure = "nothing more came within " + deadline.describe();
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    }
  }

  private Wire wire() throws IOException {
    Trace trace = new Trace(approach.target(), new Request("", "", "", Fields.NONE));
    Wire plain =
        new Dial(approach.limits(), deadline, trace)
            .connect(approach.target().endpoint(), approach.way().proxy());
    Optional<String> name = approach.target().tlsName();
    if (name.isEmpty()) {
      return plain;
    }
    try {
      Tls.Offer offer = Tls.Offer.of(name.get(), approach.way().certificate());
      TlsWire secure = new TlsWire(plain, Tls.engine(offer.offering("h2", "http/1.1")));
      secure.open(deadline);
      alpn = secure.session().alpn();
      return secure;
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private void converse(Wire wire) throws IOException {
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    hello.writeBytes(PREFACE);
    hello.writeBytes(new Http2Frame(Http2Frame.SETTINGS, 0, 0, "").bytes());
    wire.write(hello.toByteArray(), deadline);
    read(Http2Frame.read(wire, deadline));
    wire.write(new Http2Frame(Http2Frame.SETTINGS, Http2Frame.ACK, 0, "").bytes(), deadline);
    if (offersConnectProtocol()) {
      connect(wire);
    }
  }

  /// The first frame of a server is its SETTINGS (RFC 9113, 3.4).
  private void read(Http2Frame first) throws IOException {
    if (first.type() != Http2Frame.SETTINGS) {
      throw new IOException(
          "expected a SETTINGS frame first but found a frame of type " + first.type());
    }
    ByteBuffer payload = ByteBuffer.wrap(first.payloadBytes());
    while (payload.remaining() >= 6) {
      int id = payload.getShort() & 0xffff;
      long value = payload.getInt() & 0xffff_ffffL;
      settings.add(new Setting(id, NAMES.getOrDefault(id, "unknown"), value));
    }
  }

  private boolean offersConnectProtocol() {
    return settings.stream()
        .anyMatch(one -> one.id() == ENABLE_CONNECT_PROTOCOL && one.value() == 1);
  }

  /// The extended CONNECT of RFC 8441, 4.
  private void connect(Wire wire) throws IOException {
    HeaderBlock block =
        new HeaderBlock()
            .with(":method", "CONNECT")
            .with(":protocol", "websocket")
            .with(":scheme", target.tls() ? "https" : "http")
            .with(":path", target.requestTarget())
            .with(":authority", target.authority())
            .with("sec-websocket-version", "13");
    approach.extra().first("Origin").ifPresent(origin -> block.with("origin", origin));
    approach.extra().first("Cookie").ifPresent(cookie -> block.with("cookie", cookie));
    wire.write(
        new Http2Frame(Http2Frame.HEADERS, Http2Frame.END_HEADERS, 1, block.text()).bytes(),
        deadline);
    for (int i = 0; i < MOST_FRAMES && extended.isEmpty() && failure.isEmpty(); i++) {
      answer(Http2Frame.read(wire, deadline));
    }
  }

  private void answer(Http2Frame frame) {
    switch (frame.type()) {
      case Http2Frame.HEADERS -> {
        OptionalInt status = HeaderBlock.status(frame.payloadBytes());
        extended = status.isPresent() ? Optional.of(status.getAsInt()) : Optional.empty();
        failure = status.isPresent() ? "" : "the answer's status could not be read";
      }
      case Http2Frame.RST_STREAM -> failure = "the server reset the stream of the CONNECT";
      case Http2Frame.GOAWAY -> failure = "the server sent GOAWAY";
      default -> {
        // SETTINGS with ACK, WINDOW_UPDATE, PING: nothing of the answer.
      }
    }
  }

  private Http2Report report() {
    boolean speaks = !settings.isEmpty();
    return new Http2Report(
        target,
        alpn,
        speaks,
        settings,
        offersConnectProtocol(),
        extended,
        failure,
        List.of(browser(speaks)),
        speaks && !works() ? List.of(front()) : List.of());
  }

  private boolean works() {
    return extended.filter(status -> status == 200).isPresent();
  }

  private String browser(boolean speaks) {
    if (!target.tls()) {
      return "a browser speaks HTTP/2 over TLS only, so it opens this ws:// URL with HTTP/1.1";
    }
    if (!speaks) {
      return "a browser opens this socket with HTTP/1.1, as the hop chooses no h2";
    }
    if (!offersConnectProtocol()) {
      return "a browser keeps its HTTP/2 connection for pages and opens one more, with HTTP/1.1, for the socket: that is in order";
    }
    return works()
        ? "a browser that has an HTTP/2 connection opens the socket as a stream of it"
        : "a browser tries the socket over HTTP/2, because the hop offers it, and fails there";
  }

  private Finding front() {
    boolean offered = offersConnectProtocol();
    return Finding.of(
            "http2-front",
            offered ? Severity.ERROR : Severity.NOTE,
            0.9,
            offered
                ? "the hop offers WebSockets over HTTP/2 and then does not open one"
                : "the hop speaks HTTP/2 without WebSockets (RFC 8441)",
            "Without SETTINGS_ENABLE_CONNECT_PROTOCOL browsers use HTTP/1.1 for sockets; with it they trust it. nginx"
                + " has no RFC 8441.")
        .because(
            Evidence.probe(
                offered
                    ? "extended CONNECT: "
                        + extended.map(status -> "status " + status).orElse(failure)
                    : "SETTINGS without ENABLE_CONNECT_PROTOCOL"))
        .mendedBy(
            Fix.manual(
                offered
                    ? "switch the offer off in that hop, or let it pass extended CONNECT on to a server that takes it"
                    : "nothing, unless a client insists on HTTP/2: then a hop in front has to offer it (HAProxy, Envoy)"));
  }
}
