package io.processdistro.controller.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;

/** A file system of its own in a folder; what is in it is gone when it is closed. */
public final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /**
   * Skips the test where that is not allowed.
   *
   * @param size as {@code mount} takes it, such as 600k
   */
  public static SmallDisk mountedOn(Path folder, String size) {
    int status = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
    assumeThat(status).as("needs root on Linux to mount a small file system").isZero();
    return new SmallDisk(folder);
  }

  /**
   * @param option as {@code mount} takes it: {@code ro}, {@code rw}, {@code size=64m}
   */
  public void remount(String option) {
    assertThat(run("mount", "-o", "remount," + option, folder.toString())).isZero();
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .onExit()
          .join()
          .exitValue();
    } catch (IOException noSuchCommand) {
      return -1;
    }
  }

  @Override
  public void close() {
    assertThat(run("umount", folder.toString())).isZero();
  }
}
