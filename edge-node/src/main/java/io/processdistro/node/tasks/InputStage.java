package io.processdistro.node.tasks;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.vertx.core.Future;
import java.util.List;

/** Brings the inputs of tasks onto this node's disk. On the agent's event loop only. */
interface InputStage {
  /**
   * Fetches what is missing and keeps all of it until {@link #release} of the same list, which must
   * follow whether this succeeds or not.
   */
  Future<List<RunnerCommand.InputFile>> stage(List<BlobSlice> parts);

  void release(List<BlobSlice> parts);

  /** Whether inputs can be brought here before a slot is free for their task. */
  boolean hasRoom();
}
