package dev.wsdoctor.gateway.limit;

import dev.wsdoctor.conf.Directive;
import java.util.HashMap;
import java.util.Map;

/// How many requests of each key a `limit_conn_zone` has under way, bounded by its size. Its
/// monitor guards the counts.
final class ConnectionZone {
  /// A tree node, and `ngx_http_limit_conn_node_t` up to its key.
  private static final int NODE = 32 + 4;

  /// The tree, its sentinel and the words for the log.
  private static final int TREE = 24;

  private static final int SENTINEL = 40;
  private static final int LOG_CONTEXT = " in limit_conn_zone \"\"".length() + 1;

  private final ZoneLine line;
  private final ZoneMemory memory;
  private final Map<String, Integer> counts = new HashMap<>();

  /// What became of one more.
  enum Entry {
    ENTERED,
    LIMITED,
    FULL
  }

  ConnectionZone(Directive directive) {
    this.line = ZoneLine.of(directive);
    this.memory = new ZoneMemory(line.size());
    memory.allocate(TREE);
    memory.allocate(SENTINEL);
    memory.allocate(LOG_CONTEXT + line.name().length());
  }

  String name() {
    return line.name();
  }

  String key() {
    return line.key();
  }

  synchronized Entry enter(String value, long most) {
    int count = counts.getOrDefault(value, 0);
    if (count == 0 && !memory.allocate(NODE + value.length())) {
      return Entry.FULL;
    }
    if (count > 0 && count >= most) {
      return Entry.LIMITED;
    }
    counts.put(value, count + 1);
    return Entry.ENTERED;
  }

  synchronized void leave(String value) {
    int count = counts.getOrDefault(value, 0);
    if (count == 1) {
      counts.remove(value);
      memory.free(NODE + value.length());
    } else {
      counts.put(value, count - 1);
    }
  }

  synchronized int size() {
    return counts.size();
  }
}
