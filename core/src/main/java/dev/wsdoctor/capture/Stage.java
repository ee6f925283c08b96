package dev.wsdoctor.capture;

import java.time.Instant;

/// What one side of a connection is sending at the moment.
interface Stage {
  /// Takes bytes from `from` on and says how many; it has set the side's next stage when it leaves
  /// some. A call brings what one packet brought, or the rest of it.
  int take(Instant time, byte[] bytes, int from, int to);

  /// So many bytes went by and were not captured.
  void missing(Instant time, long count);

  /// The side sends nothing more.
  void end(Instant time);
}
