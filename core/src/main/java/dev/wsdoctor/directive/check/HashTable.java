package dev.wsdoctor.directive.check;

import dev.wsdoctor.conf.Directive;
import dev.wsdoctor.directive.Quantities;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A table of names that nginx builds at its start: no name may be longer than a bucket, whose size
/// is a multiple of the processor's cache line (ngx_hash_init, on a machine of 64 bits).
final class HashTable {
  private static final int CACHE_LINE = 64;
  private static final int POINTER = 8;

  /// The longest name that the smallest bucket holds between its two pointers, with its length in
  /// two bytes.
  static final int ALWAYS_TAKEN = CACHE_LINE - 2 * POINTER - 2;

  private final String table;
  private final long bucket;

  /// A table of that kind; `size` is what the configuration says of its buckets.
  HashTable(String table, Optional<Directive> size) {
    this.table = table;
    this.bucket =
        size.map(Directive::parameter)
            .map(text -> Quantities.number(text).orElse(CACHE_LINE))
            .map(HashTable::aligned)
            .orElse((long) CACHE_LINE);
  }

  /// What nginx says when one of these names does not fit.
  Optional<String> problem(Stream<String> names) {
    return names.allMatch(this::takes)
        ? Optional.empty()
        : Optional.of(
            "could not build %s, you should increase %s_bucket_size: %d"
                .formatted(table, table, bucket));
  }

  /// Whether the name fits into a bucket.
  boolean takes(String name) {
    return needed(name) <= bucket;
  }

  /// Whether its buckets have any room.
  boolean takesShortNames() {
    return bucket >= CACHE_LINE;
  }

  private static long aligned(long size) {
    return (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
  }

  /// A pointer, the length in two bytes, the name; and the pointer that ends the bucket.
  private static long needed(String name) {
    long key = (name.length() + 2L + POINTER - 1) / POINTER * POINTER;
    return POINTER + key + POINTER;
  }

  /// The names of servers that are found in the table, not by their ends.
  static Stream<String> exactNames(Directive serverName) {
    return serverName.parameters().stream()
        .filter(name -> !name.startsWith("~") && name.indexOf('*') < 0)
        .map(name -> name.startsWith(".") ? name.substring(1) : name)
        .map(name -> name.toLowerCase(Locale.ROOT));
  }
}
