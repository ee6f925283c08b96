package dev.wsdoctor.tap;

import java.io.IOException;

/// One side of a relay. One thread reads while another writes.
sealed interface Line permits PlainLine, TlsLine {
  /// At least one byte, or -1 at the end.
  int read(byte[] into) throws IOException;

  void write(byte[] bytes, int length) throws IOException;

  /// Sends FIN and goes on reading.
  void finish() throws IOException;

  /// Closes it so that the peer gets RST.
  void reset() throws IOException;

  void close() throws IOException;
}
