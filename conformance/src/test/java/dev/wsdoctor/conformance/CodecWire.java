package dev.wsdoctor.conformance;

import dev.wsdoctor.conformance.CodecCase.Reaction;
import dev.wsdoctor.http.Fields;
import dev.wsdoctor.http.HeadParser;
import dev.wsdoctor.http.Request;
import dev.wsdoctor.http.Response;
import dev.wsdoctor.websocket.CloseFrame;
import dev.wsdoctor.websocket.Extension;
import dev.wsdoctor.websocket.Frame;
import dev.wsdoctor.websocket.FrameEncoder;
import dev.wsdoctor.websocket.MessageDecoder;
import dev.wsdoctor.websocket.MessageDecoder.Event;
import dev.wsdoctor.websocket.Opcode;
import dev.wsdoctor.websocket.OpeningHandshake;
import dev.wsdoctor.websocket.PermessageDeflate;
import dev.wsdoctor.websocket.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// Plays one case against a third party's endpoint, as its client or as its server.
final class CodecWire {
  private static final Duration READ_LIMIT = Duration.ofSeconds(5);
  private static final int NO_CLOSE = 1006;

  private final Socket socket;
  private final CodecCase played;

  private CodecWire(Socket socket, CodecCase played) throws IOException {
    this.socket = socket;
    this.played = played;
    socket.setSoTimeout((int) READ_LIMIT.toMillis());
    socket.setTcpNoDelay(true);
  }

  /// Opens a WebSocket as a client and plays the case.
  static Reaction asClient(Socket socket, CodecCase played) throws IOException {
    return new CodecWire(socket, played).openAsClient();
  }

  /// Accepts a WebSocket as a server and plays the case.
  static Reaction asServer(Socket socket, CodecCase played) throws IOException {
    return new CodecWire(socket, played).openAsServer();
  }

  private Reaction openAsClient() throws IOException {
    Fields offer =
        played.extension().equals("-")
            ? Fields.NONE
            : Fields.of("Sec-WebSocket-Extensions", played.extension());
    OpeningHandshake handshake =
        OpeningHandshake.correcting(
            "/", Fields.of("Host", "localhost").replacing(offer), new byte[16]);
    socket.getOutputStream().write(handshake.bytes());
    String head = BadPeer.readHead(socket);
    if (!(HeadParser.response(head) instanceof HeadParser.Parsed.Valid<Response>(var response))
        || !handshake.judge(response).isEmpty()) {
      throw new IllegalStateException(played.name() + ": the peer did not open: " + head);
    }
    return play(response.fields());
  }

  private Reaction openAsServer() throws IOException {
    String head = BadPeer.readHead(socket);
    if (!(HeadParser.request(head) instanceof HeadParser.Parsed.Valid<Request>(var request))) {
      throw new IllegalStateException(played.name() + ": the peer did not ask: " + head);
    }
    Fields answer =
        Fields.of("Upgrade", "websocket", "Connection", "Upgrade")
            .and(
                "Sec-WebSocket-Accept",
                OpeningHandshake.accept(request.fields().first("Sec-WebSocket-Key").orElse("")));
    Fields agreed =
        played.extension().equals("-")
            ? answer
            : answer.and("Sec-WebSocket-Extensions", played.extension());
    String lines =
        agreed.lines().stream()
            .map(field -> field.name() + ": " + field.value() + "\r\n")
            .collect(Collectors.joining());
    BadPeer.write(socket, "HTTP/1.1 101 Switching Protocols\r\n" + lines + "\r\n");
    return play(agreed);
  }

  private Reaction play(Fields agreed) throws IOException {
    write(played.bytes());
    Seen seen = new Seen(decoder(agreed));
    if (!played.expected().failed()) {
      // Close at once would let the peer drop its echoes.
      read(seen, played.expected().messages().size() + played.expected().pongs().size());
    }
    Frame last = Frame.close(1000, "");
    write(FrameEncoder.encode(played.sender() == Role.CLIENT ? last.masked(0) : last));
    read(seen, Integer.MAX_VALUE);
    return seen.reaction();
  }

  private void write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException _) {
      // The peer has refused the case and left before its end.
    }
  }

  private MessageDecoder decoder(Fields agreed) {
    Role peer = played.sender() == Role.CLIENT ? Role.SERVER : Role.CLIENT;
    Optional<PermessageDeflate> deflate = Extension.parse(agreed).flatMap(PermessageDeflate::agree);
    return deflate.isEmpty()
        ? MessageDecoder.plain(peer, 1 << 20)
        : MessageDecoder.deflating(peer, deflate.get(), 1 << 20);
  }

  /// What has come back so far; no code while there was no Close frame and no end.
  private static final class Seen {
    private final MessageDecoder decoder;
    private final List<String> messages = new ArrayList<>();
    private final List<String> pongs = new ArrayList<>();
    private OptionalInt code = OptionalInt.empty();

    Seen(MessageDecoder decoder) {
      this.decoder = decoder;
    }

    boolean isOver(int returns) {
      return code.isPresent() || messages.size() + pongs.size() >= returns;
    }

    void end() {
      code = OptionalInt.of(NO_CLOSE);
    }

    void take(byte[] bytes, int count) {
      for (Event event : decoder.feed(bytes, 0, count)) {
        switch (event) {
          case Event.Broken(var violation) -> throw new IllegalStateException(violation.toString());
          case Event.MessageRead(Opcode opcode, String payload) ->
              messages.add(opcode + " " + payload);
          case Event.FrameRead(Frame frame) -> take(frame);
        }
      }
    }

    private void take(Frame frame) {
      if (frame.opcode() == Opcode.PONG) {
        pongs.add(frame.payload());
      }
      if (frame.opcode() == Opcode.CLOSE) {
        code = OptionalInt.of(CloseFrame.of(frame).code().orElse(1005));
      }
    }

    Reaction reaction() {
      return new Reaction(messages, pongs, code.orElse(NO_CLOSE), false);
    }
  }

  /// Reads until so many messages and pongs have come back, or a Close frame or the end.
  private void read(Seen seen, int returns) throws IOException {
    byte[] chunk = new byte[16 * 1024];
    while (!seen.isOver(returns)) {
      int count = readOrEnd(chunk);
      if (count < 0) {
        seen.end();
      } else {
        seen.take(chunk, count);
      }
    }
  }

  private int readOrEnd(byte[] chunk) throws IOException {
    try {
      return socket.getInputStream().read(chunk);
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException _) {
      // A reset ends the stream as well.
      return -1;
    }
  }
}
