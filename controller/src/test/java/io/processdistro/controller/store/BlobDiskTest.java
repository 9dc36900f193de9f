package io.processdistro.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.controller.testing.SmallDisk;
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

  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.mountedOn(directory, Integer.toString(DISK_BYTES));
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) disk.close();
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
      disk.remount("ro");
      refused(blobs, 2_000, DiskTrouble.READ_ONLY);
      assertThat(blobs.load(before)).isPresent();
      disk.remount("rw");
      assertThat(blobs.load(blobs.put(content(2_000)))).isPresent();
    }
  }
}
