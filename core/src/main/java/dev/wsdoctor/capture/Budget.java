package dev.wsdoctor.capture;

import java.util.concurrent.atomic.AtomicLong;

/// The bytes that all conversations together may keep.
public final class Budget {
  private final AtomicLong left;

  public Budget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  /// False when there are not so many left; then none are taken.
  boolean take(long bytes) {
    if (left.addAndGet(-bytes) >= 0) {
      return true;
    }
    left.addAndGet(bytes);
    return false;
  }

  void giveBack(long bytes) {
    left.addAndGet(bytes);
  }
}
