package dev.wsdoctor.gateway.limit;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The states of a `limit_req_zone`, bounded by its size. Excess is counted in thousandths of a
/// request. Its monitor guards them.
final class RequestZone {
  /// A tree node, and `ngx_http_limit_req_node_t` up to its key.
  private static final int NODE = 32 + 48;

  /// `ngx_http_limit_req_shctx_t` and the words for the log.
  private static final int SHARED = 80;

  private static final int LOG_CONTEXT = " in limit_req zone \"\"".length() + 1;
  private static final long IDLE_MILLIS = 60_000;
  private static final int SCALE = 1000;

  private final String name;
  private final String key;
  private final long rate;
  private final ZoneMemory memory;

  /// Least recently used first, as nginx's queue from its end.
  private final LinkedHashMap<String, State> states = new LinkedHashMap<>(16, 0.75f, true);

  private static final class State {
    private long last;
    private long excess;

    /// Requests that are between being looked up and being accounted.
    private int count;

    private boolean isNew = true;
  }

  /// What the zone says to a request.
  sealed interface Lookup {
    /// Within the burst; of the last limit it is accounted already.
    record Within(long excess) implements Lookup {}

    record Over(long excess) implements Lookup {}

    /// There is no room for one more key.
    record Full() implements Lookup {}
  }

  private RequestZone(ZoneLine line, long rate) {
    this.name = line.name();
    this.key = line.key();
    this.rate = rate;
    this.memory = new ZoneMemory(line.size());
    memory.allocate(SHARED);
    memory.allocate(LOG_CONTEXT + name.length());
  }

  static RequestZone of(Directive directive) {
    String rate = ZoneLine.option(directive, "rate=", "1r/s");
    boolean perMinute = rate.endsWith("r/m");
    String number = perMinute || rate.endsWith("r/s") ? rate.substring(0, rate.length() - 3) : rate;
    long requests = Quantities.number(number).orElse(1);
    return new RequestZone(ZoneLine.of(directive), requests * SCALE / (perMinute ? 60 : 1));
  }

  String name() {
    return name;
  }

  String key() {
    return key;
  }

  long rate() {
    return rate;
  }

  /// `ngx_http_limit_req_lookup`; `account` for the last limit of a request, whose others are
  /// accounted or released after it.
  synchronized Lookup lookup(String value, long burst, boolean account, long now) {
    State state = states.get(value);
    if (state == null) {
      return add(value, account, now);
    }
    long excess = excess(state, now);
    if (excess > burst) {
      return new Lookup.Over(excess);
    }
    if (account) {
      set(state, excess, now);
    } else {
      state.count++;
    }
    return new Lookup.Within(excess);
  }

  private long excess(State state, long now) {
    return state.isNew ? 0 : Math.max(0, state.excess - rate * elapsed(state, now) / SCALE + SCALE);
  }

  private static long elapsed(State state, long now) {
    return Math.max(0, now - state.last);
  }

  private static void set(State state, long excess, long now) {
    state.excess = excess;
    state.last = Math.max(state.last, now);
    state.isNew = false;
  }

  private Lookup add(String value, boolean account, long now) {
    int size = NODE + value.length();
    expire(false, now);
    if (!memory.allocate(size)) {
      expire(true, now);
      if (!memory.allocate(size)) {
        return new Lookup.Full();
      }
    }
    State state = new State();
    states.put(value, state);
    if (account) {
      set(state, 0, now);
    } else {
      state.count = 1;
    }
    return new Lookup.Within(0);
  }

  /// Removes up to two states that are idle and without excess, before them the oldest by `force`
  /// (`ngx_http_limit_req_expire`).
  private void expire(boolean force, long now) {
    Iterator<Map.Entry<String, State>> oldest = states.entrySet().iterator();
    for (int n = force ? 0 : 1; n < 3 && oldest.hasNext(); n++) {
      Map.Entry<String, State> entry = oldest.next();
      State state = entry.getValue();
      boolean stays = n > 0 && !isIdle(state, now);
      if (state.count > 0 || stays) {
        return;
      }
      oldest.remove();
      memory.free(NODE + entry.getKey().length());
    }
  }

  private boolean isIdle(State state, long now) {
    long elapsed = elapsed(state, now);
    return elapsed >= IDLE_MILLIS && state.excess - rate * elapsed / SCALE <= 0;
  }

  /// Accounts a request that was looked up without; gives the excess.
  synchronized long account(String value, long now) {
    State state = lookedUp(value);
    long excess = excess(state, now);
    set(state, excess, now);
    state.count--;
    return excess;
  }

  /// Lets a request go that was looked up without being accounted.
  synchronized void release(String value) {
    lookedUp(value).count--;
  }

  private State lookedUp(String value) {
    return Objects.requireNonNull(states.get(value), "a counted state was removed");
  }

  synchronized int size() {
    return states.size();
  }
}
