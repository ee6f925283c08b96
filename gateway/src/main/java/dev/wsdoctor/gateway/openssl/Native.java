package dev.wsdoctor.gateway.openssl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.wsdoctor.gateway.foreign.Words;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/// Calls OpenSSL, with room for what it gives back through addresses. Used by one thread, whose
/// queue of errors in OpenSSL it empties after each failure.
final class Native {
  private static final int MOST_TEXT = 512;
  private static final int REASONS = 0x7FFFFF; // ERR_REASON_MASK
  private static final int HAS_TEXT = 2; // ERR_TXT_STRING

  private final MemorySegment state;

  /// Of one address or number.
  private final MemorySegment cell;

  /// Of an address and a number, for what ERR_get_error_all tells besides the code.
  private final MemorySegment details;

  private final MemorySegment text;
  private int firstReason;

  Native(Arena arena) {
    this.state = arena.allocate(Words.STATE);
    this.cell = arena.allocate(ADDRESS);
    this.details = arena.allocate(2 * ADDRESS.byteSize(), ADDRESS.byteAlignment());
    this.text = arena.allocate(MOST_TEXT);
  }

  long call(MethodHandle function) {
    return Words.call(function, state, 0, 0, 0, 0, 0);
  }

  long call(MethodHandle function, long a) {
    return Words.call(function, state, a, 0, 0, 0, 0);
  }

  long call(MethodHandle function, long a, long b) {
    return Words.call(function, state, a, b, 0, 0, 0);
  }

  long call(MethodHandle function, long a, long b, long c) {
    return Words.call(function, state, a, b, c, 0, 0);
  }

  long call(MethodHandle function, long a, long b, long c, long d) {
    return Words.call(function, state, a, b, c, d, 0);
  }

  long call(MethodHandle function, long a, long b, long c, long d, long e) {
    return Words.call(function, state, a, b, c, d, e);
  }

  /// An address of a cell that the function may fill, and that is empty before.
  long emptyCell() {
    return cell(0);
  }

  /// The address of a cell that holds that word.
  long cell(long word) {
    cell.set(JAVA_LONG, 0, word);
    return cell.address();
  }

  /// What a function left in the cell.
  long cellWord() {
    return cell.get(JAVA_LONG, 0);
  }

  /// The address of a second, empty cell.
  long emptySecondCell() {
    details.set(JAVA_LONG, 0, 0);
    return details.address();
  }

  long secondCellWord() {
    return details.get(JAVA_LONG, 0);
  }

  int cellNumber() {
    return cell.get(JAVA_INT, 0);
  }

  static byte[] bytes(long address, long count) {
    return count == 0
        ? new byte[0]
        : MemorySegment.ofAddress(address).reinterpret(count).toArray(JAVA_BYTE);
  }

  /// The string of C at an address; empty for none.
  static String string(long address) {
    return address == 0
        ? ""
        : MemorySegment.ofAddress(address)
            .reinterpret(MOST_TEXT)
            .getString(0, StandardCharsets.ISO_8859_1);
  }

  /// Takes all errors from the queue, in the words that nginx logs (`ngx_ssl_error`), such as
  /// `error:0A00010B:SSL routines::wrong version number`; empty if there are none.
  String errors() {
    StringBuilder words = new StringBuilder();
    firstReason = 0;
    long data = details.address();
    long flags = data + ADDRESS.byteSize();
    for (long code = nextError(data, flags); code != 0; code = nextError(data, flags)) {
      firstReason = words.isEmpty() ? (int) (code & REASONS) : firstReason;
      long _ = call(Libcrypto.ERR_ERROR_STRING_N, code, text.address(), text.byteSize());
      words.append(words.isEmpty() ? "" : " ").append(text.getString(0));
      String more = string(details.get(JAVA_LONG, 0));
      if ((details.get(JAVA_INT, ADDRESS.byteSize()) & HAS_TEXT) != 0 && !more.isEmpty()) {
        words.append(':').append(more);
      }
    }
    return words.toString();
  }

  /// The reason of the first of the errors that were taken last; 0 if there were none
  /// (`ERR_GET_REASON`).
  int firstReason() {
    return firstReason;
  }

  private long nextError(long data, long flags) {
    return Words.call(Libcrypto.ERR_GET_ERROR_ALL, state, 0, 0, 0, data, flags);
  }
}
