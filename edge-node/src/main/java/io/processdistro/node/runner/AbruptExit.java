package io.processdistro.node.runner;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Ends this process at once. Even {@link Runtime#halt} waits: for all threads to stop, up to 10 s
 * for the JVM's own compiler and 0.3 s for a thread that reads, as ours always does. The system's
 * {@code _exit} waits for nobody.
 */
final class AbruptExit {
  private AbruptExit() {}

  /** Linked once, when first wanted. */
  private static final class Native {
    static final Optional<MethodHandle> EXIT = link();

    private Native() {}

    @SuppressWarnings("restricted") // runners are started with native access
    private static Optional<MethodHandle> link() {
      var linker = Linker.nativeLinker();
      return linker
          .defaultLookup()
          .find("_exit")
          .map(
              symbol ->
                  linker.downcallHandle(symbol, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
    }
  }

  /** Does what takes time beforehand: some 0.1 s in a fresh JVM. */
  static void prepare() {
    Native.EXIT.isPresent();
  }

  /** Does not return. Where there is no {@code _exit}, the JVM halts in its own way. */
  static void exit(int code) {
    try {
      if (Native.EXIT.isPresent()) Native.EXIT.get().invokeExact(code);
    } catch (Throwable unavailable) {
      // Whatever it was: ending is all that is left to do.
    }
    Runtime.getRuntime().halt(code);
  }
}
