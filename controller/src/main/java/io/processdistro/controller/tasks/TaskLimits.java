package io.processdistro.controller.tasks;

/**
 * The walls around every single task of a job.
 *
 * @param wallMillisMax the longest one task may run
 * @param memoryBytesMax the most linear memory its instance may have
 * @param outputBytesMax the longest output
 */
public record TaskLimits(long wallMillisMax, long memoryBytesMax, long outputBytesMax) {
  private static final long WASM_PAGE_BYTES = 65_536;

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
  }
}
