package io.processdistro.controller.tasks;

/**
 * The walls around every single task of a job.
 *
 * @param wallMillisMax the longest one task may run
 * @param memoryBytesMax the most linear memory its instance may have
 * @param outputBytesMax the longest output
 * @param logBytesMax the most that is kept of what the guest writes to its log
 * @param fuel how much work a task may do; 0 if it is not counted
 */
public record TaskLimits(
    long wallMillisMax, long memoryBytesMax, long outputBytesMax, long logBytesMax, long fuel) {
  private static final long WASM_PAGE_BYTES = 65_536;

  /** As built-in tasks have them: neither log nor fuel. */
  public TaskLimits(long wallMillisMax, long memoryBytesMax, long outputBytesMax) {
    this(wallMillisMax, memoryBytesMax, outputBytesMax, 0, 0);
  }

  public TaskLimits {
    if (wallMillisMax < 1 || memoryBytesMax < WASM_PAGE_BYTES || outputBytesMax < 1) {
      throw new IllegalArgumentException(
          "limits need wallMillisMax >= 1, memoryBytesMax >= "
              + WASM_PAGE_BYTES
              + " (one WASM page) and outputBytesMax >= 1, was "
              + wallMillisMax
              + ", "
              + memoryBytesMax
              + ", "
              + outputBytesMax);
    }
    if (logBytesMax < 0 || fuel < 0) {
      throw new IllegalArgumentException(
          "limits need logBytesMax >= 0 and fuel >= 0, was " + logBytesMax + ", " + fuel);
    }
  }
}
