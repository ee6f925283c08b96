package dev.wsdoctor.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The packets of a capture file, one by one. A file that is damaged ends where the damage begins.
sealed interface PacketReader permits PcapReader, PcapngReader {
  /// No packet is larger, whatever a length field says: a kernel joins segments to 64 KiB, and the
  /// snapshot length of tcpdump is 256 KiB.
  int MOST_BYTES = 1024 * 1024;

  /// The next packet; empty at the end.
  Optional<Packet> next() throws IOException;

  /// Why the packets ended before the file did, and where.
  Optional<String> damage();

  /// A reader, or the sentence that says why there is none.
  sealed interface Opened {
    record Known(PacketReader packets) implements Opened {}

    record Unknown(String message) implements Opened {}
  }

  /// Tells the form by its first four bytes (draft-ietf-opsawg-pcap, 4; pcapng, 4.1).
  static Opened open(InputStream in) throws IOException {
    ByteSource source = new ByteSource(in);
    ByteBuffer magic = source.take(Integer.BYTES);
    if (!magic.hasRemaining()) {
      return new Opened.Unknown(
          source.position() == 0
              ? "the file is empty; tcpdump writes packets when it ends or with -U"
              : "expected a capture but the file has only %d bytes".formatted(source.position()));
    }
    int first = magic.getInt();
    if (first == PcapngReader.SECTION_HEADER) {
      return PcapngReader.open(source);
    }
    return PcapReader.open(source, first);
  }

  static String truncated(long position) {
    return "the file ends in the middle of a packet, at byte %d; what stands before it was read"
        .formatted(position);
  }

  static String senseless(String what, long value, long position) {
    return "expected %s but found %d at byte %d; what stands before it was read"
        .formatted(what, value, position);
  }
}
