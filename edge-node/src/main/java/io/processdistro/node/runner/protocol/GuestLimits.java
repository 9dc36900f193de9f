package io.processdistro.node.runner.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;

/**
 * The walls around one task.
 *
 * @param wallMillisMax so long after its start the guest is stopped
 * @param memoryBytesMax most linear memory of the guest
 * @param outputBytesMax longest output
 * @param logBytesMax most that is kept of what it writes to its log; 0 keeps nothing
 * @param fuel instruction budget of a metered module; 0 if nothing is counted
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record GuestLimits(
    long wallMillisMax, long memoryBytesMax, long outputBytesMax, long logBytesMax, long fuel) {
  /** For built-in modules, which have no log and are not metered. */
  public static GuestLimits ofBuiltIn(
      long wallMillisMax, long memoryBytesMax, long outputBytesMax) {
    return new GuestLimits(wallMillisMax, memoryBytesMax, outputBytesMax, 0, 0);
  }
}
