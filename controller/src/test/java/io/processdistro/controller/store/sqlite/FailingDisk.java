package io.processdistro.controller.store.sqlite;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A disk that fails when a test wants it to, for a process that is started with its {@link
 * #environment}: a library stands before the system's calls. Linux only, and needs a C compiler.
 */
record FailingDisk(Path library, Path forces, Path writes) {
  /** What a write may fail with, by the numbers of Linux. */
  enum Error {
    /** A broken disk. */
    EIO(5),

    /** A file system that the kernel has made read-only after an error. */
    EROFS(30);

    private final int number;

    Error(int number) {
      this.number = number;
    }
  }

  private static final List<String> COMPILERS = List.of("clang", "cc");

  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <errno.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <sys/stat.h>
      #include <unistd.h>

      /* The number in the file that the variable names; 0 if there is none. */
      static int wanted(const char *variable) {
        int number = 0;
        FILE *file = fopen(getenv(variable), "r");
        if (file) {
          if (fscanf(file, "%d", &number) != 1) number = 0;
          fclose(file);
        }
        return number;
      }

      static int fails(const char *variable, int file) {
        struct stat status;
        int number = wanted(variable);
        if (number == 0 || fstat(file, &status) != 0 || !S_ISREG(status.st_mode)) return 0;
        errno = number;
        return 1;
      }

      #define REAL(type, name) ((type) dlsym(RTLD_NEXT, name))

      int fsync(int file) {
        return fails("FAILING_FORCES", file) ? -1 : REAL(int (*)(int), "fsync")(file);
      }
      int fdatasync(int file) {
        return fails("FAILING_FORCES", file) ? -1 : REAL(int (*)(int), "fdatasync")(file);
      }
      ssize_t pwrite(int file, const void *from, size_t bytes, off_t at) {
        if (fails("FAILING_WRITES", file)) return -1;
        return REAL(ssize_t (*)(int, const void *, size_t, off_t), "pwrite")(file, from, bytes, at);
      }
      ssize_t pwrite64(int file, const void *from, size_t bytes, off64_t at) {
        if (fails("FAILING_WRITES", file)) return -1;
        return REAL(ssize_t (*)(int, const void *, size_t, off64_t), "pwrite64")(file, from, bytes, at);
      }
      ssize_t write(int file, const void *from, size_t bytes) {
        if (fails("FAILING_WRITES", file)) return -1;
        return REAL(ssize_t (*)(int, const void *, size_t), "write")(file, from, bytes);
      }
      """;

  /** Skips the test where it cannot be made. */
  static FailingDisk in(Path directory) throws IOException, InterruptedException {
    var source = Files.writeString(directory.resolve("failing.c"), SOURCE);
    var library = directory.resolve("failing.so");
    assumeThat(COMPILERS)
        .as("needs one of these C compilers, and Linux, to make a disk fail")
        .anyMatch(compiler -> compiled(compiler, source, library));
    return new FailingDisk(library, directory.resolve("forces"), directory.resolve("writes"));
  }

  private static boolean compiled(String compiler, Path source, Path library) {
    try {
      return new ProcessBuilder(
                  compiler, "-shared", "-fPIC", "-o", library + "", source + "", "-ldl")
              .inheritIO()
              .start()
              .onExit()
              .join()
              .exitValue()
          == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(),
        "FAILING_FORCES", forces.toString(),
        "FAILING_WRITES", writes.toString());
  }

  /** From now on fsync fails with EIO. */
  void failForces() throws IOException {
    Files.writeString(forces, Integer.toString(Error.EIO.number));
  }

  /** From now on no file can be written. */
  void failWrites(Error error) throws IOException {
    Files.writeString(writes, Integer.toString(error.number));
  }

  /** It works again. */
  void work() throws IOException {
    Files.deleteIfExists(forces);
    Files.deleteIfExists(writes);
  }
}
