package io.processdistro.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs on a file system that is full, or takes no writes; needs root to mount it. */
class BlobDiskTest {
  private static final int DISK_BYTES = 256 << 10;

  @TempDir Path directory;

  @BeforeEach
  void mount() throws Exception {
    int status = run("mount", "-t", "tmpfs", "-o", "size=" + DISK_BYTES, "tmpfs", directory + "");
    assumeThat(status).as("needs root on Linux to mount a small file system").isZero();
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", directory.toString());
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException noSuchCommand) {
      return -1;
    }
  }

  private static ByteBuffer content(int bytes) {
    var content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return ByteBuffer.wrap(content);
  }

  private static void refused(FileBlobStore blobs, int bytes, DiskTrouble trouble) {
    assertThatThrownBy(() -> blobs.put(content(bytes)))
        .isInstanceOfSatisfying(
            IOException.class, error -> assertThat(DiskTrouble.of(error)).isEqualTo(trouble));
  }

  @Test
  void aFullDiskIsToldFromOthersAndNothingOfTheBlobStays() throws Exception {
    try (var blobs =
        FileBlobStore.open(directory.resolve("b"), BlobStoreLimits.DEFAULTS, System::nanoTime)) {
      var small = blobs.put(content(1_000));
      refused(blobs, DISK_BYTES, DiskTrouble.FULL);
      assertThat(blobs.count()).isEqualTo(1);
      assertThat(blobs.load(small)).isPresent();
      assertThat(blobs.load(blobs.put(content(DISK_BYTES / 2)))).isPresent();
    }
  }

  @Test
  void aFileSystemThatTurnsReadOnlyAnswersReadsAndTakesWritesWhenItCanAgain() throws Exception {
    try (var blobs =
        FileBlobStore.open(directory.resolve("b"), BlobStoreLimits.DEFAULTS, System::nanoTime)) {
      var before = blobs.put(content(1_000));
      assertThat(run("mount", "-o", "remount,ro", directory.toString())).isZero();
      refused(blobs, 2_000, DiskTrouble.READ_ONLY);
      assertThat(blobs.load(before)).isPresent();
      assertThat(run("mount", "-o", "remount,rw", directory.toString())).isZero();
      assertThat(blobs.load(blobs.put(content(2_000)))).isPresent();
    }
  }
}
