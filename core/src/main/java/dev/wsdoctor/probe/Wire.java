package dev.wsdoctor.probe;

import java.io.Closeable;
import java.io.IOException;

/// An open connection whose every wait ends at a deadline, with a
/// [java.net.SocketTimeoutException].
sealed interface Wire extends Closeable permits PlainWire, TlsWire {
  /// Some bytes, or -1 at the end of the stream.
  int read(byte[] into, Deadline deadline) throws IOException;

  /// All of the bytes.
  void write(byte[] bytes, Deadline deadline) throws IOException;
}
