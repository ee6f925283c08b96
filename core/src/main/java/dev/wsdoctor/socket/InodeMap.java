package dev.wsdoctor.socket;

/// A map from the inodes of sockets. Tens of thousands are looked up at each refresh, and the
/// kernel counts inodes up: here most lie side by side in one array, where a [java.util.HashMap]
/// follows three references to each. Nothing is ever removed; inode 0, of sockets that nobody owns,
/// is never in it.
final class InodeMap<V> {
  private static final int LEAST = 16;

  /// 2^64 by the golden ratio: numbers in a row then come to lie far from each other.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /// As many as a power of two, at least twice as many as are known; 0 where nothing is.
  private long[] inodes;

  private Object[] values;
  private int size;

  InodeMap() {
    this(0);
  }

  /// With room for so many.
  InodeMap(int expected) {
    int length = Math.max(LEAST, Integer.highestOneBit(Math.max(1, expected)) << 2);
    inodes = new long[length];
    values = new Object[length];
  }

  int size() {
    return size;
  }

  boolean contains(long inode) {
    return inode != 0 && inodes[place(inode)] == inode;
  }

  /// The value of an inode, or `otherwise` when it has none.
  V get(long inode, V otherwise) {
    int place = place(inode);
    if (inode == 0 || inodes[place] != inode) {
      return otherwise;
    }
    return value(place);
  }

  @SuppressWarnings("unchecked") // only put() writes there
  private V value(int place) {
    return (V) values[place];
  }

  void put(long inode, V value) {
    if (inode == 0) {
      return;
    }
    int place = place(inode);
    if (inodes[place] != inode) {
      inodes[place] = inode;
      size++;
    }
    values[place] = value;
    if (2 * size > inodes.length) {
      grow();
    }
  }

  private void grow() {
    long[] oldInodes = inodes;
    Object[] oldValues = values;
    inodes = new long[2 * oldInodes.length];
    values = new Object[inodes.length];
    for (int i = 0; i < oldInodes.length; i++) {
      if (oldInodes[i] != 0) {
        int place = place(oldInodes[i]);
        inodes[place] = oldInodes[i];
        values[place] = oldValues[i];
      }
    }
  }

  /// Where the inode stands, or the free place where it would.
  private int place(long inode) {
    int mask = inodes.length - 1;
    int place = (int) ((inode * SPREAD) >>> 32) & mask;
    while (inodes[place] != inode && inodes[place] != 0) {
      place = (place + 1) & mask;
    }
    return place;
  }
}
