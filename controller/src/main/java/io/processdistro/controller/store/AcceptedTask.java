package io.processdistro.controller.store;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Output;

/**
 * A range whose output counts.
 *
 * @param slotNanos how long it held a slot, by its node's clock; not negative
 * @param kernelNanos how much of it the kernel ran; not negative
 */
public record AcceptedTask(GrainRange range, Output output, long slotNanos, long kernelNanos) {
  public AcceptedTask {
    if (slotNanos < 0 || kernelNanos < 0) {
      throw new IllegalArgumentException(
          "times of a task are not negative, were " + slotNanos + " and " + kernelNanos + " ns");
    }
  }
}
