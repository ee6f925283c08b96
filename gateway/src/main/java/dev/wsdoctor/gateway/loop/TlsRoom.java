package dev.wsdoctor.gateway.loop;

import dev.wsdoctor.gateway.openssl.Bios;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What all TLS connections of a loop share while one of them is read or written.
///
/// @param received for what comes from a socket
record TlsRoom(MemorySegment received, Bios bios) implements AutoCloseable {
  private static final int BYTES = 256 * 1024;

  static TlsRoom of(Arena arena) {
    return new TlsRoom(arena.allocate(BYTES, 4096), new Bios(arena));
  }

  @Override
  public void close() {
    bios.close();
  }
}
