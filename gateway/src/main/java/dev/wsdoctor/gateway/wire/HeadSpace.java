package dev.wsdoctor.gateway.wire;

/// Counts bytes into buffers as nginx does (`ngx_http_alloc_large_header_buffer`): a line that does
/// not fit into what is left of a buffer moves, as far as it has come, to a new large one.
final class HeadSpace {
  private final HeadBuffers buffers;
  private int capacity;
  private int used;
  private int line;
  private int large;

  HeadSpace(HeadBuffers buffers) {
    this.buffers = buffers;
    this.capacity = buffers.first();
  }

  /// One more byte; `false` when there is no buffer left for it.
  boolean take() {
    if (used == capacity && !moveLine()) {
      return false;
    }
    used++;
    line++;
    return true;
  }

  /// How many bytes fit into the buffer at hand.
  int room() {
    return capacity - used;
  }

  /// So many bytes more, for which there is room.
  void take(int count) {
    used += count;
    line += count;
  }

  private boolean moveLine() {
    if (line == 0 && large == 0) {
      // nothing but empty lines before the request: the buffer is used again
      used = 0;
      return true;
    }
    if (line >= buffers.largeSize() || large == buffers.large()) {
      return false;
    }
    large++;
    capacity = buffers.largeSize();
    used = line;
    return true;
  }

  void endLine() {
    line = 0;
  }
}
