package dev.wsdoctor.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/// The form that `tcpdump -w` writes (draft-ietf-opsawg-pcap).
final class PcapReader implements PacketReader {
  static final int MICROSECONDS = 0xa1b2c3d4;
  static final int NANOSECONDS = 0xa1b23c4d;

  private static final int REST_OF_FILE_HEADER = 20;
  private static final int PACKET_HEADER = 16;

  /// The upper bits of the field say how long a frame's check sum is.
  private static final int LINK_TYPE_BITS = 0x0fff_ffff;

  private final ByteSource source;
  private final int linkType;
  private final int nanosPerUnit;
  private Optional<String> damage = Optional.empty();

  private PcapReader(ByteSource source, int linkType, int nanosPerUnit) {
    this.source = source;
    this.linkType = linkType;
    this.nanosPerUnit = nanosPerUnit;
  }

  /// `magic` has been taken from the source, as a big-endian number.
  static Opened open(ByteSource source, int magic) throws IOException {
    boolean swapped = isMagic(Integer.reverseBytes(magic));
    if (!swapped && !isMagic(magic)) {
      return new Opened.Unknown(
          "expected a capture in pcap or pcapng form but found other bytes (0x%08x); 'tcpdump -w FILE' and 'wsdoctor tap --pcapng FILE' write one"
              .formatted(magic));
    }
    source.order(swapped ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    ByteBuffer header = source.take(REST_OF_FILE_HEADER);
    if (!header.hasRemaining()) {
      return new Opened.Unknown("the file ends within the header of the capture");
    }
    boolean nanos = magic == NANOSECONDS || Integer.reverseBytes(magic) == NANOSECONDS;
    return new Opened.Known(
        new PcapReader(source, header.getInt(16) & LINK_TYPE_BITS, nanos ? 1 : 1_000));
  }

  private static boolean isMagic(int number) {
    return number == MICROSECONDS || number == NANOSECONDS;
  }

  @Override
  public Optional<Packet> next() throws IOException {
    long start = source.position();
    ByteBuffer header = damage.isPresent() ? header() : source.take(PACKET_HEADER);
    if (!header.hasRemaining()) {
      damage = source.isCut() ? Optional.of(PacketReader.truncated(start)) : damage;
      return Optional.empty();
    }
    long seconds = header.getInt() & 0xffff_ffffL;
    long fraction = header.getInt() & 0xffff_ffffL;
    int kept = header.getInt();
    int original = header.getInt();
    if (kept < 0 || kept > MOST_BYTES) {
      damage =
          Optional.of(
              PacketReader.senseless(
                  "a packet of at most %d bytes".formatted(MOST_BYTES),
                  kept & 0xffff_ffffL,
                  start));
      return Optional.empty();
    }
    ByteBuffer bytes = source.take(kept);
    if (bytes.remaining() < kept) {
      damage = Optional.of(PacketReader.truncated(start));
      return Optional.empty();
    }
    Instant time = Instant.ofEpochSecond(seconds, fraction * nanosPerUnit);
    return Optional.of(
        new Packet(
            time, linkType, bytes.order(ByteOrder.BIG_ENDIAN), Math.max(0, original - kept)));
  }

  private static ByteBuffer header() {
    return ByteBuffer.allocate(0);
  }

  @Override
  public Optional<String> damage() {
    return damage;
  }
}
