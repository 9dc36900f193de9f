package io.processdistro.controller.store;

import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Content by its SHA-256. What is found is whole: verified when it was written or, if that was
 * before the last start, when it is first asked for. Thread-safe.
 *
 * <p>A blob stays while it is pinned. One that is not is garbage some time after its last use, or
 * earlier when the store is over its size; {@link #collectGarbage} removes it.
 */
public interface BlobStore extends AutoCloseable {
  /**
   * Looks it up in memory (no I/O) and counts as a use. Does not find blobs of before the start
   * that nobody has {@linkplain #load loaded} yet.
   */
  Optional<StoredBlob> find(ContentHash hash);

  /**
   * As {@link #find}, and finds all; blocks while a blob of before the start is read for the first
   * time. One that is damaged is moved aside, and not here any more.
   */
  Optional<StoredBlob> load(ContentHash hash) throws IOException;

  /**
   * Stores what remains in {@code content}, on disk when this returns; blocks. The same content
   * again is no error.
   */
  ContentHash put(ByteBuffer content) throws IOException;

  /**
   * As {@link #put}, but for what can be made again: it may be missing or damaged after a power
   * cut, not after the end of the process.
   */
  ContentHash putDerived(ByteBuffer content) throws IOException;

  /**
   * Begins to store content that arrives in pieces. Blocks for a moment (makes a temporary file).
   *
   * @param lengthBytesMax longer content is refused while it is written
   */
  BlobSink openSink(long lengthBytesMax) throws IOException;

  /**
   * Keeps a blob until {@link #unpin} was called as often as this. Also counts when the blob is not
   * here (yet). Never blocks.
   */
  void pin(ContentHash hash);

  /** Takes one pin back. Never blocks; removes nothing itself. */
  void unpin(ContentHash hash);

  /**
   * Says that nobody will ask for this blob again unless it is stored once more: it becomes garbage
   * within a minute, if it is not pinned. Never blocks.
   */
  void expireSoon(ContentHash hash);

  /**
   * Loads the blobs that were written last before the start, at most a gigabyte: among them are
   * outputs that nodes will report at once. Blocks.
   */
  void loadRecent() throws IOException;

  /** Deletes garbage; blocks. Call it every few seconds on a worker thread. */
  void collectGarbage();

  /** The length of everything stored. */
  long totalBytes();

  /** How many blobs are stored. */
  int count();

  /** Removes unfinished uploads. Stored blobs stay. */
  @Override
  void close();
}
