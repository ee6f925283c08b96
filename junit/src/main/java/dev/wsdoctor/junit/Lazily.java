package dev.wsdoctor.junit;

import java.util.List;
import java.util.Optional;

/// An [NginxConf] that starts when it is first needed, and once. Guarded by itself.
final class Lazily {
  private final NginxConf asked;
  private final Members members;
  private Optional<NginxUnderTest> running = Optional.empty();
  private Optional<NotStarted> failure = Optional.empty();

  /// Of an annotation on that class, or on a method of it.
  Lazily(NginxConf asked, Class<?> testClass) {
    this.asked = asked;
    this.members = Members.of(testClass);
  }

  boolean needsInstance() {
    return members.needsInstance();
  }

  /// The same, not started.
  Lazily anew() {
    return new Lazily(asked, members);
  }

  private Lazily(NginxConf asked, Members members) {
    this.asked = asked;
    this.members = members;
  }

  /// What failed once fails again with the same words: every test of the class needs it.
  synchronized NginxUnderTest get(List<Object> instances) {
    if (failure.isPresent()) {
      throw new NotStarted(String.valueOf(failure.get().getMessage()));
    }
    if (running.isEmpty()) {
      try {
        running = Optional.of(Start.of(asked, members.places(instances)));
      } catch (NotStarted e) {
        failure = Optional.of(e);
        throw e;
      }
    }
    return running.get();
  }

  synchronized void close() throws Exception {
    if (running.isPresent()) {
      NginxUnderTest started = running.get();
      running = Optional.empty();
      started.close();
    }
  }
}
