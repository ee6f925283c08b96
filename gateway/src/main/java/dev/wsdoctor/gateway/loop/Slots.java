package dev.wsdoctor.gateway.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// The numbers by which the kernel's events name who is watched. A number that is given back is not
/// given out again before `recycle`, so that no late event of the same batch meets a stranger.
final class Slots {
  private final List<Watched> watched = new ArrayList<>();
  private final ArrayDeque<Integer> free = new ArrayDeque<>();
  private final ArrayDeque<Integer> retired = new ArrayDeque<>();

  int add(Watched one) {
    if (free.isEmpty()) {
      watched.add(one);
      return watched.size() - 1;
    }
    int number = free.pop();
    watched.set(number, one);
    return number;
  }

  /// The descriptor behind that number belongs to another one now.
  void replace(int number, Watched by) {
    watched.set(number, by);
  }

  /// Who has that number; [Watched#NOBODY] if nobody does.
  Watched at(int number) {
    return watched.get(number);
  }

  void remove(int number) {
    watched.set(number, Watched.NOBODY);
    retired.push(number);
  }

  /// A batch of events is over.
  void recycle() {
    free.addAll(retired);
    retired.clear();
  }

  /// All that have numbers, and nobodies among them.
  List<Watched> all() {
    return List.copyOf(watched);
  }
}
