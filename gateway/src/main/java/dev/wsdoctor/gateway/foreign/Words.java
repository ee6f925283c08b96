package dev.wsdoctor.gateway.foreign;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// Functions of C that take up to five words, each a number or an address, and give one back. A
/// function with fewer leaves the others alone. Each shape of a function costs the JVM ten
/// milliseconds at the start, so nearly all are called by these two.
public final class Words {
  /// Where a call leaves `errno`.
  public static final StructLayout STATE = Linker.Option.captureStateLayout();

  /// Keeps `errno` of a call in the segment that it is given first.
  public static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");

  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  private Words() {}

  /// A function that never blocks and calls nobody back. It is called without leaving the Java
  /// state, so no garbage is collected meanwhile.
  public static MethodHandle brief(MemorySegment function) {
    return Linker.nativeLinker()
        .downcallHandle(function, SHAPE, CAPTURE, Linker.Option.critical(false));
  }

  /// A function that takes its time, or calls back.
  public static MethodHandle lengthy(MemorySegment function) {
    return Linker.nativeLinker().downcallHandle(function, SHAPE, CAPTURE);
  }

  /// Calls a function.
  ///
  /// @param state where `errno` is left
  public static long call(
      MethodHandle function, MemorySegment state, long a, long b, long c, long d, long e) {
    try {
      return (long) function.invokeExact(state, a, b, c, d, e);
    } catch (Throwable thrown) {
      throw broken(thrown);
    }
  }

  /// What the last call with that state left.
  public static int errno(MemorySegment state) {
    return (int) ERRNO.get(state, 0L);
  }

  /// The error of a call that could not be made at all.
  public static LinkageError broken(Throwable cause) {
    return new LinkageError("a function of C cannot be called", cause);
  }
}
