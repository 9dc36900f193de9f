package io.processdistro.node.blobs;

import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/**
 * Takes a blob as it streams in: hashes, counts and writes it. Blocks on the disk, so for worker
 * threads; one thread at a time. Either {@link #finish} succeeds or the file is gone.
 */
final class BlobSink {
  private final Path target;
  private final long bytesMax;
  private final FileChannel channel;
  private final MessageDigest digest = ContentHash.newDigest();
  private long bytes;

  BlobSink(Path target, long bytesMax) throws IOException {
    this.target = target;
    this.bytesMax = bytesMax;
    this.channel =
        FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void write(byte[] buffer, int length) throws IOException, BlobException {
    bytes += length;
    if (bytes > bytesMax) throw tooLong(bytes, bytesMax);
    digest.update(buffer, 0, length);
    var content = ByteBuffer.wrap(buffer, 0, length);
    while (content.hasRemaining()) channel.write(content);
  }

  /**
   * Ends the file.
   *
   * @return its length in bytes
   * @throws BlobException if the content has another hash; the file is removed
   */
  long finish(ContentHash expected) throws IOException, BlobException {
    channel.close();
    var actual = ContentHash.fromDigest(digest.digest());
    if (actual.equals(expected)) return bytes;
    Files.deleteIfExists(target);
    throw BlobException.passing(
        "what came as blob "
            + expected.brief()
            + " has the hash "
            + actual.brief()
            + " ("
            + bytes
            + " bytes)",
        null);
  }

  /** Removes what was written; harmless after {@link #finish} has failed. */
  void abort() {
    try (channel) {
      Files.deleteIfExists(target);
    } catch (IOException leftover) {
      // The next start of the agent empties the folder.
    }
  }

  static BlobException tooLong(long bytes, long bytesMax) {
    return BlobException.lasting(
        "the blob has at least "
            + bytes
            + " bytes, the cache of this node takes "
            + bytesMax
            + ": raise --cache-size");
  }
}
