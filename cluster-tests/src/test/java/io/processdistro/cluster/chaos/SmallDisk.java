package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system of its own that can be filled to the last byte. Needs root. */
final class SmallDisk implements AutoCloseable {
  private static final int BLOCK_BYTES = 4_096;

  private final Path folder;
  private final Path filler;

  /**
   * @param folder made by this; everything below it is gone when this is closed
   */
  SmallDisk(Path folder, int mebibytes) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.filler = folder.resolve("filler");
    run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "chaos", folder.toString());
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

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    int status = process.onExit().join().exitValue();
    assertThat(status).as(() -> String.join(" ", command) + ": " + output).isZero();
  }

  @Override
  public void close() throws IOException {
    run("umount", folder.toString());
  }
}
