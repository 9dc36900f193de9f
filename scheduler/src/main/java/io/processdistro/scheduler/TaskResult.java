package io.processdistro.scheduler;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;

/** How an attempt ended, as far as scheduling is concerned: the bytes stay with the driver. */
public sealed interface TaskResult {
  /** For how long the attempt held its slot, by the node's clock; 0 if it never had one. */
  long slotNanos();

  /**
   * @param output hash of the output, so that two copies of a task can be compared
   * @param kernelNanos time inside the guest
   */
  record Succeeded(ContentHash output, long slotNanos, long kernelNanos) implements TaskResult {}

  /**
   * @param message one sentence for people, already escaped and bounded
   */
  record Failed(ErrorCode code, String message, long slotNanos) implements TaskResult {}

  /**
   * The node says it succeeded; the driver found the output to be wrong in shape, length or hash.
   */
  record Invalid(String message, long slotNanos) implements TaskResult {}

  /** Stopped on our demand; says nothing about the task. */
  record Cancelled(long slotNanos) implements TaskResult {}
}
