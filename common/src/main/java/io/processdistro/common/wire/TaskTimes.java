package io.processdistro.common.wire;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * Where the time of one task went on its node, in nanoseconds of the node's own clock.
 *
 * @param waitNanos from arrival of the lease to a free slot (inputs are fetched meanwhile)
 * @param slotNanos for how long it held the slot: handing over, running, taking the output
 * @param kernelNanos inside the guest's exported function
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record TaskTimes(long waitNanos, long slotNanos, long kernelNanos) {
  public static final TaskTimes NONE = new TaskTimes(0, 0, 0);
}
