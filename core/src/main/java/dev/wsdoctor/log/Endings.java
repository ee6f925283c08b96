package dev.wsdoctor.log;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The ends of tunnels that error logs tell, by the number of their connection (`*17`, which the
/// access log has as `$connection`). The newest are kept.
public final class Endings implements Consumer<String> {
  private static final int MOST = 200_000;

  private final Consumer<String> paths;
  private final Map<Long, Ending> byConnection = new LinkedHashMap<>();
  private final Map<Ending, Long> counts = new EnumMap<>(Ending.class);

  /// `paths` is told the path of every tunnel.
  public Endings(Consumer<String> paths) {
    this.paths = paths;
  }

  @Override
  public void accept(String line) {
    if (line.contains("upgraded connection")) {
      ErrorLog.parse(line).ifPresent(this::add);
    }
  }

  private void add(ErrorEntry entry) {
    Optional<Ending> ending = Ending.of(entry);
    if (ending.isEmpty()) {
      return;
    }
    entry.path().ifPresent(paths);
    counts.merge(ending.get(), 1L, Long::sum);
    entry.connection().ifPresent(connection -> byConnection.put(connection, ending.get()));
    if (byConnection.size() > MOST) {
      byConnection.remove(byConnection.keySet().iterator().next());
    }
  }

  /// What became of a connection; nothing when the error log does not say.
  Optional<Ending> of(AccessEntry entry) {
    return entry
        .value("connection")
        .filter(number -> number.matches("\\d{1,18}"))
        .flatMap(number -> Optional.ofNullable(byConnection.get(Long.valueOf(number))));
  }

  /// How many tunnels ended so, by the error logs alone.
  public Map<Ending, Long> counts() {
    return Map.copyOf(counts);
  }
}
