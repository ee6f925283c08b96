package dev.wsdoctor.capture;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The form of Wireshark, and of `wsdoctor tap --pcapng` (draft-ietf-opsawg-pcapng). Blocks that
/// hold no packets are passed over.
final class PcapngReader implements PacketReader {
  static final int SECTION_HEADER = 0x0a0d_0d0a;
  static final int BYTE_ORDER_MAGIC = 0x1a2b_3c4d;
  static final int INTERFACE_DESCRIPTION = 1;
  static final int SIMPLE_PACKET = 3;
  static final int ENHANCED_PACKET = 6;
  static final int TIME_RESOLUTION = 9;

  private static final int END_OF_OPTIONS = 0;
  private static final int MOST_INTERFACES = 1_024;
  private static final int SMALLEST_BLOCK = 12;
  private static final int HEADER_OF_PACKET = 20;
  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);

  private final ByteSource source;
  private final List<Interface> interfaces = new ArrayList<>();
  private Instant last = Instant.EPOCH;
  private Optional<String> damage = Optional.empty();

  /// What an interface description says: its link, and how many units of time make a second.
  private record Interface(int linkType, BigInteger unitsPerSecond) {
    Instant time(long units) {
      BigInteger unsigned = new BigInteger(Long.toUnsignedString(units));
      BigInteger nanos = unsigned.multiply(BILLION).divide(unitsPerSecond);
      BigInteger[] parts = nanos.divideAndRemainder(BILLION);
      // Senseless times are no reason to stop: they stay within what Instant holds.
      long seconds = parts[0].min(BigInteger.valueOf(Instant.MAX.getEpochSecond())).longValue();
      return Instant.ofEpochSecond(seconds, parts[1].longValue());
    }
  }

  private PcapngReader(ByteSource source) {
    this.source = source;
  }

  /// The type of the first block has been taken from the source.
  static Opened open(ByteSource source) throws IOException {
    PcapngReader reader = new PcapngReader(source);
    return reader.section()
        ? new Opened.Known(reader)
        : new Opened.Unknown("expected a section header of pcapng but found other bytes");
  }

  /// Reads a section header behind its type, which is the same in both orders of bytes.
  private boolean section() throws IOException {
    ByteBuffer head = source.take(8);
    if (head.remaining() < 8) {
      return false;
    }
    int magic = head.order(ByteOrder.BIG_ENDIAN).getInt(4);
    if (magic != BYTE_ORDER_MAGIC && Integer.reverseBytes(magic) != BYTE_ORDER_MAGIC) {
      return false;
    }
    ByteOrder order = magic == BYTE_ORDER_MAGIC ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    source.order(order);
    interfaces.clear();
    long length = head.order(order).getInt(0) & 0xffff_ffffL;
    return length >= 28 && source.skip(length - SMALLEST_BLOCK);
  }

  @Override
  public Optional<Packet> next() throws IOException {
    while (damage.isEmpty()) {
      long start = source.position();
      ByteBuffer type = source.take(Integer.BYTES);
      if (!type.hasRemaining()) {
        damage = source.isCut() ? Optional.of(PacketReader.truncated(start)) : damage;
        return Optional.empty();
      }
      Optional<Packet> packet = block(type.getInt(), start);
      if (packet.isPresent()) {
        return packet;
      }
    }
    return Optional.empty();
  }

  private Optional<Packet> block(int type, long start) throws IOException {
    if (type == SECTION_HEADER) {
      damage = section() ? damage : Optional.of(PacketReader.truncated(start));
      return Optional.empty();
    }
    ByteBuffer lengthField = source.take(Integer.BYTES);
    long length = lengthField.hasRemaining() ? lengthField.getInt() & 0xffff_ffffL : 0;
    if (length < SMALLEST_BLOCK || length % Integer.BYTES != 0) {
      damage =
          Optional.of(
              source.isCut() || !lengthField.hasArray()
                  ? PacketReader.truncated(start)
                  : PacketReader.senseless("the length of a block", length, start));
      return Optional.empty();
    }
    boolean known =
        type == INTERFACE_DESCRIPTION || type == SIMPLE_PACKET || type == ENHANCED_PACKET;
    if (!known || length > MOST_BYTES + 4_096L) {
      damage = source.skip(length - 8) ? damage : Optional.of(PacketReader.truncated(start));
      return Optional.empty();
    }
    int size = (int) length - SMALLEST_BLOCK;
    ByteBuffer body = source.take(size);
    if (body.remaining() < size || !source.skip(Integer.BYTES)) {
      damage = Optional.of(PacketReader.truncated(start));
      return Optional.empty();
    }
    return body(type, body, start);
  }

  private Optional<Packet> body(int type, ByteBuffer body, long start) {
    if (type == INTERFACE_DESCRIPTION) {
      describe(body, start);
      return Optional.empty();
    }
    Optional<Packet> packet = type == ENHANCED_PACKET ? enhanced(body) : simple(body);
    if (packet.isEmpty()) {
      damage =
          Optional.of(PacketReader.senseless("a packet that fits its block", body.limit(), start));
    }
    return packet;
  }

  private void describe(ByteBuffer body, long start) {
    if (body.remaining() < 8 || interfaces.size() >= MOST_INTERFACES) {
      damage = Optional.of(PacketReader.senseless("an interface", body.remaining(), start));
      return;
    }
    int linkType = body.getShort(0) & 0xffff;
    interfaces.add(new Interface(linkType, unitsPerSecond(body.position(8))));
  }

  /// if_tsresol: a power of ten, or of two when the highest bit is set; microseconds if absent.
  private static BigInteger unitsPerSecond(ByteBuffer options) {
    while (options.remaining() >= 4) {
      int code = options.getShort() & 0xffff;
      int length = options.getShort() & 0xffff;
      if (code == END_OF_OPTIONS || length > options.remaining()) {
        break;
      }
      if (code == TIME_RESOLUTION && length == 1) {
        int exponent = options.get() & 0xff;
        return exponent < 0x80 ? BigInteger.TEN.pow(exponent) : BigInteger.TWO.pow(exponent & 0x7f);
      }
      int padded = length + 3 & ~3;
      options.position(options.position() + Math.min(padded, options.remaining()));
    }
    return BigInteger.valueOf(1_000_000);
  }

  private Optional<Packet> enhanced(ByteBuffer body) {
    if (body.remaining() < HEADER_OF_PACKET) {
      return Optional.empty();
    }
    int number = body.getInt();
    long high = body.getInt() & 0xffff_ffffL;
    long low = body.getInt() & 0xffff_ffffL;
    int kept = body.getInt();
    int original = body.getInt();
    if (number < 0 || number >= interfaces.size() || kept < 0 || kept > body.remaining()) {
      return Optional.empty();
    }
    Interface on = interfaces.get(number);
    last = on.time(high << 32 | low);
    return Optional.of(packet(on, body, kept, original));
  }

  /// It has no time of its own (pcapng, 4.4).
  private Optional<Packet> simple(ByteBuffer body) {
    if (interfaces.isEmpty() || body.remaining() < Integer.BYTES) {
      return Optional.empty();
    }
    int original = body.getInt();
    int kept = Math.min(original & Integer.MAX_VALUE, body.remaining());
    return Optional.of(packet(interfaces.getFirst(), body, kept, original));
  }

  private Packet packet(Interface on, ByteBuffer body, int kept, int original) {
    ByteBuffer bytes = body.slice(body.position(), kept);
    return new Packet(last, on.linkType(), bytes, Math.max(0, original - kept));
  }

  @Override
  public Optional<String> damage() {
    return damage;
  }
}
