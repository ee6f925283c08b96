package dev.wsdoctor.gateway.limit;

import java.util.HashMap;
import java.util.Map;

/// How much fits into a shared memory zone of nginx (`ngx_slab.c`): chunks of powers of two, on
/// pages that hold one size each. Pages are taken to be filled without gaps, so that it never holds
/// less than nginx's.
final class ZoneMemory {
  private static final int PAGE = 4096;

  /// `ngx_slab_page_t`, one for each page.
  private static final int PAGE_HEADER = 24;

  /// `ngx_slab_pool_t` with its nine slots and their statistics.
  private static final int POOL_HEADER = 200 + 9 * PAGE_HEADER + 9 * 32;

  private static final int SMALLEST = 8;

  /// Chunks of this size fill a page with 64 of them; the map of smaller ones is on the page
  /// itself.
  private static final int EXACT = PAGE / 64;

  private final int pages;
  private final Map<Integer, Integer> chunks = new HashMap<>();

  ZoneMemory(long size) {
    this.pages = (int) Math.max(0, (size - POOL_HEADER) / (PAGE + PAGE_HEADER));
  }

  /// Takes that many bytes; false if they are not there.
  boolean allocate(int size) {
    int chunk = chunk(size);
    chunks.merge(chunk, 1, Integer::sum);
    if (usedPages() <= pages) {
      return true;
    }
    free(size);
    return false;
  }

  void free(int size) {
    chunks.merge(chunk(size), -1, Integer::sum);
  }

  private int usedPages() {
    int used = 0;
    for (Map.Entry<Integer, Integer> entry : chunks.entrySet()) {
      int chunk = entry.getKey();
      int number = entry.getValue();
      used += chunk > PAGE / 2 ? number * (chunk / PAGE) : ceiling(number, perPage(chunk));
    }
    return used;
  }

  private static int perPage(int chunk) {
    int all = PAGE / chunk;
    return chunk >= EXACT ? all : all - ceiling(all, chunk * 8);
  }

  private static int chunk(int size) {
    if (size > PAGE / 2) {
      return ceiling(size, PAGE) * PAGE;
    }
    return Math.max(SMALLEST, Integer.highestOneBit(Math.max(1, size - 1)) << 1);
  }

  private static int ceiling(int number, int unit) {
    return (number + unit - 1) / unit;
  }
}
