package dev.wsdoctor.gateway.wire;

/// The buffers that a request's head must fit into: `client_header_buffer_size`, and number and
/// size of `large_client_header_buffers`.
///
/// @param lines how many fields it may have (`max_headers`)
public record HeadBuffers(int first, int large, int largeSize, int lines) {
  public static final HeadBuffers DEFAULT = new HeadBuffers(1024, 4, 8192);

  /// With any number of fields.
  public HeadBuffers(int first, int large, int largeSize) {
    this(first, large, largeSize, Integer.MAX_VALUE);
  }

  /// How many fields it may have, where that many is usual.
  public int lines(int usual) {
    return lines == Integer.MAX_VALUE ? usual : lines;
  }
}
