package dev.wsdoctor.repair;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Something that happens from one step of a repair to another.
final class Incident implements Steps {
  /// What happens.
  interface Event {
    void happen() throws IOException;
  }

  private final int first;
  private final int last;
  private final Event event;
  private final List<String> steps = new ArrayList<>();

  private Incident(int first, int last, Event event) {
    this.first = first;
    this.last = last;
    this.event = event;
  }

  static Incident once(int step, Event event) {
    return new Incident(step, step, event);
  }

  /// The operation fails, and so does every one after it.
  static Incident from(int step, Event event) {
    return new Incident(step, Integer.MAX_VALUE, event);
  }

  /// The operation fails for want of space.
  static Event diskFull() {
    return () -> {
      throw new IOException("No space left on device");
    };
  }

  @Override
  public void before(String step) throws IOException {
    steps.add(step);
    if (steps.size() >= first && steps.size() <= last) {
      event.happen();
    }
  }

  boolean hasHappened() {
    return steps.size() >= first;
  }

  @Override
  public String toString() {
    return "step %d: %s".formatted(first, hasHappened() ? steps.get(first - 1) : "not reached");
  }
}
