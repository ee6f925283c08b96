package dev.wsdoctor.websocket;

import dev.wsdoctor.websocket.FrameHeader.LengthForm;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Cuts a byte stream into frames, whatever the chunks; judges nothing ([FrameRules] does).
///
/// Memory is bounded: of each payload only the first `keptBytes` are kept and the rest is counted,
/// so a header that claims 2^63 bytes costs nothing.
public final class FrameDecoder {
  private final int keptBytes;
  private final ByteBuffer head = ByteBuffer.allocate(FrameHeader.MAX_BYTES);
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private @Nullable FrameHeader header;
  private long seen;

  public FrameDecoder(int keptBytes) {
    this.keptBytes = keptBytes;
  }

  /// The frames that these bytes complete.
  public List<Frame> feed(byte[] bytes, int offset, int length) {
    return pieces(bytes, offset, length).stream()
        .filter(Piece.FrameRead.class::isInstance)
        .map(piece -> ((Piece.FrameRead) piece).frame())
        .toList();
  }

  public List<Frame> feed(byte[] bytes) {
    return feed(bytes, 0, bytes.length);
  }

  /// What the bytes bring, in their order.
  public sealed interface Piece {
    /// A header is complete; its payload is still to come.
    record HeaderRead(FrameHeader header) implements Piece {}

    /// The payload of the header before is complete.
    record FrameRead(Frame frame) implements Piece {}
  }

  /// The same, with every header as soon as it is there.
  public List<Piece> pieces(byte[] bytes, int offset, int length) {
    List<Piece> pieces = new ArrayList<>();
    int at = offset;
    int end = offset + length;
    while (at < end) {
      at =
          header == null ? readHeader(bytes, at, end, pieces) : readPayload(header, bytes, at, end);
      if (header != null && seen == header.length()) {
        pieces.add(new Piece.FrameRead(finish(header)));
      }
    }
    return pieces;
  }

  private int readHeader(byte[] bytes, int from, int end, List<Piece> pieces) {
    int at = from;
    while (at < end && head.position() < headerBytes()) {
      head.put(bytes[at++]);
    }
    if (head.position() == headerBytes()) {
      FrameHeader parsed = parseHeader();
      header = parsed;
      head.clear();
      pieces.add(new Piece.HeaderRead(parsed));
    }
    return at;
  }

  /// How long the header will be, as far as its first two bytes tell.
  private int headerBytes() {
    if (head.position() < 2) {
      return 2;
    }
    int second = head.get(1);
    return 2 + form(second).extraBytes() + ((second & 0x80) == 0 ? 0 : Integer.BYTES);
  }

  private static LengthForm form(int secondByte) {
    return switch (secondByte & 0x7f) {
      case 126 -> LengthForm.BITS_16;
      case 127 -> LengthForm.BITS_64;
      default -> LengthForm.BITS_7;
    };
  }

  private FrameHeader parseHeader() {
    head.flip();
    int first = head.get();
    int second = head.get();
    LengthForm form = form(second);
    long length =
        switch (form) {
          case BITS_7 -> second & 0x7f;
          case BITS_16 -> head.getShort() & 0xffff;
          case BITS_64 -> head.getLong();
        };
    OptionalInt key = (second & 0x80) == 0 ? OptionalInt.empty() : OptionalInt.of(head.getInt());
    return new FrameHeader(
        (first & 0x80) != 0, first >> 4 & 7, Opcode.of(first), key, form, length);
  }

  private int readPayload(FrameHeader header, byte[] bytes, int from, int end) {
    // A negative length stands for 2^63 and more: no stream reaches its end.
    long missing = header.length() < 0 ? Long.MAX_VALUE : header.length() - seen;
    int taken = (int) Math.min(missing, end - from);
    kept.write(bytes, from, Math.min(taken, keptBytes - kept.size()));
    seen += taken;
    return from + taken;
  }

  private Frame finish(FrameHeader header) {
    byte[] payload = kept.toByteArray();
    header.maskingKey().ifPresent(key -> Masking.apply(key, payload, 0));
    kept.reset();
    seen = 0;
    this.header = null;
    return new Frame(header, new String(payload, StandardCharsets.ISO_8859_1));
  }

  /// Whether the stream may end here: no frame has begun.
  public boolean isBetweenFrames() {
    return header == null && head.position() == 0;
  }

  /// A frame whose header is complete and whose payload is not.
  public record Unfinished(FrameHeader header, long came) {
    /// How many bytes of the payload are still to come; a length of 2^63 and more has no end.
    public long missing() {
      return header.length() < 0 ? Long.MAX_VALUE : header.length() - came;
    }
  }

  /// The frame that the stream is in the middle of.
  public Optional<Unfinished> unfinished() {
    return Optional.ofNullable(header).map(begun -> new Unfinished(begun, seen));
  }
}
