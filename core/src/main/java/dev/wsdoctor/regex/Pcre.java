package dev.wsdoctor.regex;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// PCRE2 as nginx uses it (`ngx_regex.c`): 8-bit, no option but PCRE2_CASELESS.
final class Pcre {
  private static final int CASELESS = 0x8;
  private static final int NO_MATCH = -1;
  private static final int MATCH_LIMIT = -47;
  private static final int DEPTH_LIMIT = -53;
  private static final int HEAP_LIMIT = -63;
  private static final int INFO_CAPTURE_COUNT = 4;
  private static final int INFO_NAME_COUNT = 17;
  private static final int INFO_NAME_ENTRY_SIZE = 18;
  private static final int INFO_NAME_TABLE = 19;
  private static final ValueLayout.OfShort GROUP_NUMBER =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final AddressLayout ADDRESS = ValueLayout.ADDRESS;

  /// Whether there is a library to ask.
  sealed interface Availability {}

  record Loaded(Pcre pcre) implements Availability {}

  record Absent(String why) implements Availability {}

  /// Loaded when first asked for: most configurations never need it.
  private static final class Holder {
    static final Availability AVAILABILITY = load();
  }

  private final PcreLibrary library;
  private final MemorySegment limits;

  private Pcre(PcreLibrary library) {
    this.library = library;
    this.limits = library.limitedMatchContext();
  }

  static Availability available() {
    return Holder.AVAILABILITY;
  }

  private static Availability load() {
    if (!Pcre.class.getModule().isNativeAccessEnabled()) {
      return new Absent("Java may not call it: start it with --enable-native-access=ALL-UNNAMED");
    }
    return PcreLibrary.find()
        .<Availability>map(library -> new Loaded(new Pcre(library)))
        .orElse(new Absent("libpcre2-8 is not installed: apt-get install libpcre2-8-0"));
  }

  Compiled compile(String pattern, boolean caseless) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment error = arena.allocate(JAVA_INT);
      MemorySegment offset = arena.allocate(JAVA_LONG);
      MemorySegment code =
          library.compile(
              bytes(arena, pattern), pattern.length(), caseless ? CASELESS : 0, error, offset);
      if (code.address() == 0) {
        String message = library.message(error.get(JAVA_INT, 0));
        return new Compiled.Invalid(sentence(pattern, message, offset.get(JAVA_LONG, 0)));
      }
      return new Compiled.Valid(regex(arena, library.freedWhenUnreachable(code)));
    }
  }

  /// The sentence of `ngx_regex_compile`.
  static String sentence(String pattern, String message, long offset) {
    String where =
        offset == pattern.length() ? "" : " at \"" + pattern.substring((int) offset) + "\"";
    return "pcre2_compile() failed: " + message + " in \"" + pattern + "\"" + where;
  }

  private PcreRegex regex(Arena arena, MemorySegment code) {
    MemorySegment number = arena.allocate(JAVA_INT);
    library.info(code, INFO_CAPTURE_COUNT, number);
    int groups = number.get(JAVA_INT, 0);
    return new PcreRegex(this, code, groups, names(arena, code));
  }

  /// The name table: two bytes of group number, most significant first, then the name and a NUL;
  /// entries of equal names are in the order of their numbers.
  private Map<String, Integer> names(Arena arena, MemorySegment code) {
    MemorySegment number = arena.allocate(JAVA_INT);
    library.info(code, INFO_NAME_COUNT, number);
    int count = number.get(JAVA_INT, 0);
    library.info(code, INFO_NAME_ENTRY_SIZE, number);
    int size = number.get(JAVA_INT, 0);
    MemorySegment pointer = arena.allocate(ADDRESS);
    library.info(code, INFO_NAME_TABLE, pointer);
    MemorySegment table = pointer.get(ADDRESS, 0).reinterpret((long) count * size);
    Map<String, Integer> names = new HashMap<>();
    for (long entry = 0; entry < (long) count * size; entry += size) {
      int group = Short.toUnsignedInt(table.get(GROUP_NUMBER, entry));
      names.put(table.getString(entry + 2, StandardCharsets.ISO_8859_1), group);
    }
    return names;
  }

  Match match(PcreRegex regex, String subject) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment data = library.matchData(regex.code());
      try {
        int result =
            library.match(regex.code(), bytes(arena, subject), subject.length(), data, limits);
        return result > 0 ? matched(regex, subject, data, result) : unmatched(result);
      } finally {
        library.freeMatchData(data);
      }
    }
  }

  private Match matched(PcreRegex regex, String subject, MemorySegment data, int set) {
    MemorySegment offsets = library.offsets(data).reinterpret(2L * set * JAVA_LONG.byteSize());
    List<Optional<String>> groups = new ArrayList<>(regex.groups() + 1);
    for (int i = 0; i <= regex.groups(); i++) {
      long start = i < set ? offsets.getAtIndex(JAVA_LONG, 2L * i) : -1;
      groups.add(
          start < 0
              ? Optional.empty()
              : Optional.of(
                  subject.substring((int) start, (int) offsets.getAtIndex(JAVA_LONG, 2L * i + 1))));
    }
    return new Match.Matched(groups);
  }

  private Match unmatched(int result) {
    return switch (result) {
      case NO_MATCH -> new Match.NoMatch();
      case MATCH_LIMIT, DEPTH_LIMIT, HEAP_LIMIT ->
          new Match.Undecided(
              "the pattern backtracks too much: PCRE gave up after %,d steps"
                  .formatted(Limits.PCRE_MATCHES));
      default -> new Match.Undecided("PCRE failed: " + library.message(result));
    };
  }

  private static MemorySegment bytes(Arena arena, String text) {
    MemorySegment bytes = arena.allocate(Math.max(1, text.length()));
    MemorySegment.copy(
        text.getBytes(StandardCharsets.ISO_8859_1), 0, bytes, JAVA_BYTE, 0, text.length());
    return bytes;
  }
}
