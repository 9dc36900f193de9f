package io.processdistro.node.runner;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;

/**
 * Ends this process at once. Even {@link Runtime#halt} waits: for all threads to stop, up to 10 s
 * for the JVM's own compiler and 0.3 s for a thread that reads, as ours always does. The system's
 * {@code _exit} waits for nobody.
 */
final class AbruptExit {
  private AbruptExit() {}

  /** Does not return. Where there is no {@code _exit}, the JVM halts in its own way. */
  @SuppressWarnings("restricted") // runners are started with native access
  static void exit(int code) {
    try {
      var linker = Linker.nativeLinker();
      var exit =
          linker.downcallHandle(
              linker.defaultLookup().findOrThrow("_exit"),
              FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
      exit.invokeExact(code);
    } catch (Throwable unavailable) {
      // Whatever it was: ending is all that is left to do.
    }
    Runtime.getRuntime().halt(code);
  }
}
