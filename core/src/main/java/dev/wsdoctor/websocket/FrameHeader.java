package dev.wsdoctor.websocket;

import java.util.OptionalInt;

/// Everything of a frame but its payload, as it stands on the wire (RFC 6455, 5.2). `rsv` has RSV1
/// as 4, RSV2 as 2 and RSV3 as 1. `length` is the payload length that the header claims; with a
/// 64-bit form whose highest bit is set it is negative.
public record FrameHeader(
    boolean fin, int rsv, Opcode opcode, OptionalInt maskingKey, LengthForm form, long length) {
  public static final int RSV1 = 4;
  public static final int RSV2 = 2;
  public static final int RSV3 = 1;

  /// The most that a header takes: two bytes, eight of length, four of masking key.
  static final int MAX_BYTES = 14;

  /// How many bits write the length; the shortest that fits is the only legal one.
  public enum LengthForm {
    BITS_7(0),
    BITS_16(2),
    BITS_64(8);

    private final int extraBytes;

    LengthForm(int extraBytes) {
      this.extraBytes = extraBytes;
    }

    int extraBytes() {
      return extraBytes;
    }

    /// The shortest form that holds this length.
    public static LengthForm minimal(long length) {
      if (length >= 0 && length <= 125) {
        return BITS_7;
      }
      return length >= 0 && length <= 0xffff ? BITS_16 : BITS_64;
    }
  }

  public FrameHeader {
    if (rsv < 0 || rsv > 7) {
      throw new IllegalArgumentException("rsv " + rsv + " is not in 0..7");
    }
  }

  public boolean hasRsv1() {
    return (rsv & RSV1) != 0;
  }

  public boolean isMasked() {
    return maskingKey.isPresent();
  }
}
