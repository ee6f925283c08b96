package dev.wsdoctor.gateway.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The numbers by which the kernel's events name the sides. A number that is given back is not
/// given out again before `recycle`, so that no late event of the same batch meets a stranger.
final class Slots {
  private final List<Optional<Side>> sides = new ArrayList<>();
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final ArrayDeque<Integer> retired = new ArrayDeque<>();

  void add(Side side) {
    if (free.isEmpty()) {
      side.number = sides.size();
      sides.add(Optional.of(side));
      return;
    }
    side.number = free.pop();
    sides.set(side.number, Optional.of(side));
  }

  Optional<Side> at(int number) {
    return sides.get(number);
  }

  void remove(Side side) {
    sides.set(side.number, Optional.empty());
    retired.push(side.number);
  }

  /// A batch of events is over.
  void recycle() {
    free.addAll(retired);
    retired.clear();
  }

  /// Every tunnel that is being carried, each once.
  List<Carriage> carriages() {
    return sides.stream().flatMap(Optional::stream).map(s -> s.carriage).distinct().toList();
  }
}
