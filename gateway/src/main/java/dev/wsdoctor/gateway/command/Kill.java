package dev.wsdoctor.gateway.command;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Map;
import java.util.Optional;

/// kill(2).
final class Kill {
  private static final String ERRNO = "errno";
  private static final Map<Integer, String> REASONS =
      Map.of(1, "Operation not permitted", 3, "No such process");

  private Kill() {}

  /// nginx's sentence if it fails: `kill(123, 15) failed (3: No such process)`.
  static Optional<String> send(long pid, int signal) {
    try (Arena arena = Arena.ofConfined()) {
      Linker linker = Linker.nativeLinker();
      MethodHandle kill =
          linker.downcallHandle(
              linker.defaultLookup().find("kill").orElseThrow(),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT),
              Linker.Option.captureCallState(ERRNO));
      MemorySegment state = arena.allocate(Linker.Option.captureStateLayout());
      int result = (int) kill.invokeExact(state, (int) pid, signal);
      int errno =
          state.get(
              JAVA_INT,
              Linker.Option.captureStateLayout()
                  .byteOffset(MemoryLayout.PathElement.groupElement(ERRNO)));
      return result == 0
          ? Optional.empty()
          : Optional.of(
              "kill(%d, %d) failed (%d: %s)"
                  .formatted(pid, signal, errno, REASONS.getOrDefault(errno, "error")));
    } catch (Throwable e) {
      throw new IllegalStateException("kill cannot be called", e);
    }
  }
}
