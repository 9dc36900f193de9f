package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of its own that can be filled to the last byte. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK_BYTES = 4_096;

  private final Path folder;
  private final Path filler;

  /**
   * Skips the test where mounting is not allowed.
   *
   * @param folder made by this; everything below it is gone when this is closed
   */
  SmallDisk(Path folder, int mebibytes) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.filler = folder.resolve("filler");
    var mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "chaos", folder.toString());
    assumeTrue(
        mounted.status() == 0,
        () -> "needs to mount a small file system, as root on Linux: " + mounted.output());
  }

  /** Until not one more byte fits. */
  void fill() throws IOException {
    try (var out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      var block = new byte[BLOCK_BYTES];
      while (true) out.write(block);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("No space left");
    }
  }

  void makeRoom() throws IOException {
    Files.deleteIfExists(filler);
  }

  private record Ran(int status, String output) {}

  private static Ran run(String... command) throws IOException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      return new Ran(-1, e.getMessage());
    }
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.onExit().join().exitValue(), output.strip());
  }

  @Override
  public void close() throws IOException {
    var unmounted = run("umount", folder.toString());
    assertThat(unmounted.status()).as(unmounted::output).isZero();
  }
}
