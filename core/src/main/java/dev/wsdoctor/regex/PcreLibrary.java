package dev.wsdoctor.regex;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Optional;

/// The functions of libpcre2-8, by the names and types of pcre2.h.
final class PcreLibrary {
  private static final List<String> NAMES =
      List.of(
          "libpcre2-8.so.0",
          "libpcre2-8.so",
          "libpcre2-8.dylib",
          "/opt/homebrew/lib/libpcre2-8.dylib",
          "/usr/local/lib/libpcre2-8.dylib");
  private static final int MESSAGE_BYTES = 256;

  private final SymbolLookup symbols;
  private final MethodHandle compile;
  private final MethodHandle free;
  private final MethodHandle info;
  private final MethodHandle matchData;
  private final MethodHandle freeMatchData;
  private final MethodHandle match;
  private final MethodHandle offsets;
  private final MethodHandle message;

  private PcreLibrary(SymbolLookup symbols) {
    this.symbols = symbols;
    compile = function("compile", ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
    free = procedure("code_free", ADDRESS);
    info = function("pattern_info", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
    matchData = function("match_data_create_from_pattern", ADDRESS, ADDRESS, ADDRESS);
    freeMatchData = procedure("match_data_free", ADDRESS);
    match =
        function(
            "match", JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, ADDRESS);
    offsets = function("get_ovector_pointer", ADDRESS, ADDRESS);
    message = function("get_error_message", JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  }

  static Optional<PcreLibrary> find() {
    for (String name : NAMES) {
      try {
        return Optional.of(new PcreLibrary(SymbolLookup.libraryLookup(name, Arena.global())));
      } catch (IllegalArgumentException _) {
        // Not under this name.
      }
    }
    return Optional.empty();
  }

  private MethodHandle function(String name, MemoryLayout result, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.of(result, arguments));
  }

  private MethodHandle procedure(String name, MemoryLayout... arguments) {
    return link(name, FunctionDescriptor.ofVoid(arguments));
  }

  private MethodHandle link(String name, FunctionDescriptor type) {
    MemorySegment symbol =
        symbols
            .find("pcre2_" + name + "_8")
            .orElseThrow(() -> new IllegalArgumentException("no pcre2_" + name + "_8"));
    return Linker.nativeLinker().downcallHandle(symbol, type);
  }

  /// A match context with the limits of [Limits]; it lives as long as the process.
  MemorySegment limitedMatchContext() {
    MethodHandle create = function("match_context_create", ADDRESS, ADDRESS);
    MethodHandle setMatchLimit = function("set_match_limit", JAVA_INT, ADDRESS, JAVA_INT);
    MethodHandle setHeapLimit = function("set_heap_limit", JAVA_INT, ADDRESS, JAVA_INT);
    try {
      MemorySegment context = (MemorySegment) create.invokeExact(MemorySegment.NULL);
      int _ = (int) setMatchLimit.invokeExact(context, Limits.PCRE_MATCHES);
      int _ = (int) setHeapLimit.invokeExact(context, Limits.PCRE_HEAP_KIB);
      return context;
    } catch (Throwable e) {
      throw new LinkageError("pcre2_match_context_create", e);
    }
  }

  MemorySegment compile(
      MemorySegment pattern, long length, int options, MemorySegment error, MemorySegment offset) {
    try {
      return (MemorySegment)
          compile.invokeExact(pattern, length, options, error, offset, MemorySegment.NULL);
    } catch (Throwable e) {
      throw new LinkageError("pcre2_compile", e);
    }
  }

  /// The same code, given back to the library when the garbage collector finds it unused.
  MemorySegment freedWhenUnreachable(MemorySegment code) {
    return code.reinterpret(1, Arena.ofAuto(), this::free);
  }

  private void free(MemorySegment code) {
    try {
      free.invokeExact(code);
    } catch (Throwable e) {
      throw new LinkageError("pcre2_code_free", e);
    }
  }

  void info(MemorySegment code, int what, MemorySegment where) {
    try {
      int _ = (int) info.invokeExact(code, what, where);
    } catch (Throwable e) {
      throw new LinkageError("pcre2_pattern_info", e);
    }
  }

  MemorySegment matchData(MemorySegment code) {
    try {
      return (MemorySegment) matchData.invokeExact(code, MemorySegment.NULL);
    } catch (Throwable e) {
      throw new LinkageError("pcre2_match_data_create_from_pattern", e);
    }
  }

  void freeMatchData(MemorySegment data) {
    try {
      freeMatchData.invokeExact(data);
    } catch (Throwable e) {
      throw new LinkageError("pcre2_match_data_free", e);
    }
  }

  int match(
      MemorySegment code,
      MemorySegment subject,
      long length,
      MemorySegment data,
      MemorySegment context) {
    try {
      return (int) match.invokeExact(code, subject, length, 0L, 0, data, context);
    } catch (Throwable e) {
      throw new LinkageError("pcre2_match", e);
    }
  }

  MemorySegment offsets(MemorySegment data) {
    try {
      return (MemorySegment) offsets.invokeExact(data);
    } catch (Throwable e) {
      throw new LinkageError("pcre2_get_ovector_pointer", e);
    }
  }

  String message(int code) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(MESSAGE_BYTES);
      int _ = (int) message.invokeExact(code, buffer, (long) MESSAGE_BYTES);
      return buffer.getString(0);
    } catch (Throwable e) {
      throw new LinkageError("pcre2_get_error_message", e);
    }
  }
}
