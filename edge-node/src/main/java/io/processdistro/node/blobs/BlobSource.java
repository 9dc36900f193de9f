package io.processdistro.node.blobs;

import io.processdistro.common.values.ContentHash;
import io.vertx.core.Future;
import java.nio.file.Path;

/** Where blobs come from that are not in the cache. */
@FunctionalInterface
public interface BlobSource {
  /**
   * Writes the blob to {@code target}, which must not exist; when the future succeeds the content
   * has that hash, when it fails (with a {@link BlobException}, after a bounded number of attempts)
   * the file does not exist.
   *
   * @param bytesMax a longer blob is refused before it is transferred, if its length is known
   * @return the length in bytes
   */
  Future<Long> fetch(ContentHash hash, Path target, long bytesMax);
}
