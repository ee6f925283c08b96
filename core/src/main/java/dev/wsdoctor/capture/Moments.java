package dev.wsdoctor.capture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The moments of one conversation as far as they are kept: the first ones, since they hold the
/// handshake, and the last ones, since they say who ended it.
final class Moments {
  /// About what the records of one take, without payload.
  private static final long BARE_BYTES = 200;

  /// So many of the last are kept whatever the budget says.
  private static final int LAST_ALWAYS = 16;

  private final int mostFirst;
  private final int mostLast;
  private final long mostBytes;
  private final Budget budget;
  private final List<Moment> first = new ArrayList<>();
  private final Deque<Moment> last = new ArrayDeque<>();
  private boolean poor;
  private long leftOut;
  private long bytes;

  Moments(Limits limits, Budget budget) {
    this.mostFirst = Math.ceilDiv(limits.moments(), 2);
    this.mostLast = limits.moments() / 2;
    this.mostBytes = limits.keptBytes();
    this.budget = budget;
  }

  void add(Moment moment) {
    long size = size(moment);
    boolean affordable = bytes + size <= mostBytes && budget.take(size);
    Moment kept = affordable ? moment : withoutPayload(moment);
    if (!affordable) {
      size = size(kept);
      poor |= !budget.take(size);
    }
    bytes += poor ? 0 : size;
    if (first.size() < mostFirst && !poor) {
      first.add(kept);
      return;
    }
    last.add(kept);
    while (last.size() > (poor ? LAST_ALWAYS : mostLast)) {
      drop(last.remove());
    }
  }

  private void drop(Moment moment) {
    leftOut++;
    if (!poor) {
      bytes -= size(moment);
      budget.giveBack(size(moment));
    }
  }

  private static long size(Moment moment) {
    return BARE_BYTES
        + switch (moment.sighting()) {
          case Sighting.Said(Message message) -> message.payload().length();
          case Sighting.Asked(var _, String head) -> 3 * head.length();
          case Sighting.Answered(var _, String head) -> 3 * head.length();
          case Sighting.Control(var frame) -> frame.payload().length();
          case Sighting.Body(long _, String beginning) -> beginning.length();
          case Sighting.Other(var _, long _, String beginning) -> beginning.length();
          case Sighting.Fragment _, Sighting.Incomplete _, Sighting.Broke _ -> 0;
          case Sighting.Missing _, Sighting.Finished _, Sighting.Reset _, Sighting.Failed _ -> 0;
        };
  }

  private static Moment withoutPayload(Moment moment) {
    return moment.sighting() instanceof Sighting.Said(Message message)
        ? new Moment(
            moment.time(),
            moment.from(),
            new Sighting.Said(message.without("not kept, there were too many bytes before")))
        : moment;
  }

  List<Moment> kept() {
    List<Moment> all = new ArrayList<>(first);
    all.addAll(last);
    return all;
  }

  long leftOut() {
    return leftOut;
  }

  /// Where in the list those would stand that are not kept.
  int leftOutAt() {
    return first.size();
  }

  /// Nobody wants them.
  void release() {
    budget.giveBack(bytes);
    bytes = 0;
  }
}
