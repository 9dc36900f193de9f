package io.processdistro.controller.tasks;

import io.processdistro.common.values.ContentHash;
import java.io.IOException;
import java.nio.ByteBuffer;

/** All that planners need of the blob store. Thread-safe: a planner writes from two threads. */
public interface TaskBlobs {
  /**
   * Stores what remains in {@code content} and names it; blocks until nodes could fetch it. The
   * same content again is no error. The buffer is read to its limit and belongs to the caller again
   * afterwards.
   */
  ContentHash put(ByteBuffer content) throws IOException;
}
