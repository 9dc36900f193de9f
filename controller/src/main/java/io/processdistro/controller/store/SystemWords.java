package io.processdistro.controller.store;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;

/**
 * How the system calls its errors in the language of this process: C's {@code strerror}, which is
 * where the JDK has the words of its exceptions from. May be used on any thread.
 */
final class SystemWords {
  private static final long BYTES_MAX = 1_024;

  private SystemWords() {}

  /**
   * @param error as {@code errno} has it
   */
  @SuppressWarnings("restricted") // the function is known, and so is what it returns
  static String of(int error) {
    var linker = Linker.nativeLinker();
    MethodHandle strerror =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("strerror"),
            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    try {
      var words = (MemorySegment) strerror.invokeExact(error);
      return words
          .reinterpret(BYTES_MAX)
          .getString(0, Charset.forName(System.getProperty("native.encoding")));
    } catch (Throwable e) {
      throw new IllegalStateException("strerror cannot be called", e);
    }
  }
}
