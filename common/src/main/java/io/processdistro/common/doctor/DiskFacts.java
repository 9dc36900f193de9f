package io.processdistro.common.doctor;

import io.processdistro.common.text.Amounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The disk under a state directory.
 *
 * @param freeBytes for this user; 0 also if the system does not tell
 * @param forceNanos how long writing a little and forcing it to disk took, the middle of some tries
 * @param failure why that did not work; empty if it did
 */
public record DiskFacts(Path path, long freeBytes, long forceNanos, Optional<String> failure) {
  private static final int TRIES = 5;
  private static final int TRY_BYTES = 4_096;
  private static final long FREE_BYTES_MIN = 256L << 20;
  private static final long FREE_BYTES_WANTED = 5L << 30;
  private static final long FORCE_NANOS_WANTED = 50_000_000;

  /** Writes a temporary file beside the state, or where the state would be made. */
  public static DiskFacts gather(Path directory) {
    var existing = directory.toAbsolutePath();
    while (!Files.isDirectory(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    // Not by Java's FileStore, which does not tell of a root that is no mount point, as in a
    // chroot.
    long freeBytes = existing.toFile().getUsableSpace();
    try {
      return new DiskFacts(directory, freeBytes, timeToForce(existing), Optional.empty());
    } catch (IOException e) {
      return new DiskFacts(directory, freeBytes, 0, Optional.of(e.toString()));
    }
  }

  private static long timeToForce(Path directory) throws IOException {
    var file = Files.createTempFile(directory, ".doctor-", "");
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      var nanos = new long[TRIES];
      for (int i = 0; i < TRIES; i++) {
        long start = System.nanoTime();
        channel.write(ByteBuffer.allocate(TRY_BYTES));
        channel.force(true);
        nanos[i] = System.nanoTime() - start;
      }
      java.util.Arrays.sort(nanos);
      return nanos[TRIES / 2];
    } finally {
      Files.deleteIfExists(file);
    }
  }

  public Finding judge() {
    if (failure.isPresent()) {
      return Finding.problem(
          "disk",
          "cannot write to the disk of " + path + ": " + failure.get(),
          "see to the permissions and the disk, or choose another --state-dir");
    }
    var found =
        "%s free at %s, a write is on disk after %.1f ms"
            .formatted(Amounts.bytes(freeBytes), path, forceNanos / 1e6);
    if (freeBytes < FREE_BYTES_MIN) {
      return Finding.problem(
          "disk", found, "make room: at least " + Amounts.bytes(FREE_BYTES_MIN) + " are needed");
    }
    if (freeBytes < FREE_BYTES_WANTED) {
      return Finding.warning(
          "disk", found, "large inputs and results may not fit: keep less (start --keep)");
    }
    if (forceNanos > FORCE_NANOS_WANTED) {
      return Finding.warning(
          "disk", found, "every accepted result waits for this: put the state on a faster disk");
    }
    return Finding.ok("disk", found);
  }
}
