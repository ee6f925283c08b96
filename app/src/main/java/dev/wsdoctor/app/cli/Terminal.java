package dev.wsdoctor.app.cli;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/// The terminal at the standard output, as the kernel knows it.
final class Terminal {
  private static final int STANDARD_OUTPUT = 1;
  private static final long TIOCGWINSZ = 0x5413; // Linux's
  private static final int COLUMNS_AT = 2; // winsize: rows, columns, two of pixels
  private static final int SHORTS = 4;

  private Terminal() {}

  /// How wide it is now; nothing where there is none, or none that tells.
  static OptionalInt columns() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return OptionalInt.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      MemorySegment size = arena.allocate(JAVA_SHORT, SHORTS);
      int done =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("ioctl"),
                      FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                      Linker.Option.firstVariadicArg(2))
                  .invokeExact(STANDARD_OUTPUT, TIOCGWINSZ, size);
      int columns = Short.toUnsignedInt(size.get(JAVA_SHORT, COLUMNS_AT));
      return done == 0 && columns > 0 ? OptionalInt.of(columns) : OptionalInt.empty();
    } catch (Throwable _) { // native access is not enabled, or there is no such function
      return OptionalInt.empty();
    }
  }
}
