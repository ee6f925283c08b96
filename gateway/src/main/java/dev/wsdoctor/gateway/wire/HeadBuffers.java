package dev.wsdoctor.gateway.wire;

/// The buffers that a request's head must fit into: `client_header_buffer_size`, and number and
/// size of `large_client_header_buffers`.
public record HeadBuffers(int first, int large, int largeSize) {
  public static final HeadBuffers DEFAULT = new HeadBuffers(1024, 4, 8192);
}
