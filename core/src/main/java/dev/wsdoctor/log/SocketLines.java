package dev.wsdoctor.log;

import java.util.Optional;
import java.util.function.Consumer;

/// Hands on only those lines of error logs that an examination looks at: sentences of the
/// catalogue, the ends of tunnels, generations of workers, and all that is part of a recording.
public final class SocketLines implements Consumer<String> {
  private final Consumer<String> lines;

  public SocketLines(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void accept(String line) {
    Optional<ErrorEntry> entry = ErrorLog.parse(line);
    if (entry.isEmpty() || matters(entry.get())) {
      lines.accept(line);
    }
  }

  private static boolean matters(ErrorEntry entry) {
    return entry.isAt(Level.DEBUG)
        || entry.isAt(Level.NOTICE)
        || Ending.of(entry).isPresent()
        || LogSignatures.of(entry).isPresent();
  }
}
