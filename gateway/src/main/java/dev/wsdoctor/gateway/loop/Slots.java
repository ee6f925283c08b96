package dev.wsdoctor.gateway.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The numbers by which the kernel's events name who is watched. A number that is given back is not
/// given out again before `recycle`, so that no late event of the same batch meets a stranger.
final class Slots {
  private final List<Optional<Watched>> watched = new ArrayList<>();
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final ArrayDeque<Integer> retired = new ArrayDeque<>();

  int add(Watched one) {
    if (free.isEmpty()) {
      watched.add(Optional.of(one));
      return watched.size() - 1;
    }
    int number = free.pop();
    watched.set(number, Optional.of(one));
    return number;
  }

  /// The descriptor behind that number belongs to another one now.
  void replace(int number, Watched by) {
    watched.set(number, Optional.of(by));
  }

  Optional<Watched> at(int number) {
    return watched.get(number);
  }

  void remove(int number) {
    watched.set(number, Optional.empty());
    retired.push(number);
  }

  /// A batch of events is over.
  void recycle() {
    free.addAll(retired);
    retired.clear();
  }

  List<Watched> all() {
    return watched.stream().flatMap(Optional::stream).toList();
  }
}
