package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Content on its way into a {@link BlobStore}: hashed while it is written to a temporary file. One
 * caller at a time, any thread; all methods block.
 */
public interface BlobSink extends AutoCloseable {
  /**
   * @throws BlobRefusedException if the content is longer than allowed
   */
  void write(ByteBuffer content) throws IOException, BlobRefusedException;

  /**
   * Makes the content findable, on disk when this returns; call it once, after the last write.
   *
   * @throws BlobRefusedException if the content has another hash than {@code expected}; it is gone
   *     then
   */
  StoredBlob finish(ContentHash expected) throws IOException, BlobRefusedException;

  /** Throws the content away unless {@link #finish} kept it. Never fails; twice is harmless. */
  @Override
  void close();
}
