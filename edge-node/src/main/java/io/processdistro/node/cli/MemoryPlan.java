package io.processdistro.node.cli;

import io.processdistro.node.supervisor.RunnerMemory;

/**
 * How the memory that the owner lends is divided: one part for the runner of the built-in tasks,
 * the rest for those of users' modules together. Each runner takes {@link
 * RunnerMemory#PROCESS_BYTES} besides its heap; the agent's own memory, some 150 MiB, is not in it.
 *
 * @param totalBytes all runners together
 * @param heapBytes of the runner of the built-in tasks; guests' memories live on its heap
 * @param userBytesMax all runners of users' modules together
 * @param taskBytesMax offered to the controller for one task
 */
record MemoryPlan(long totalBytes, long heapBytes, long userBytesMax, long taskBytesMax) {
  /** The smallest heap in which engine, compiler and a small task fit. */
  private static final long HEAP_BYTES_MIN = 256L << 20;

  /** One runner of each kind. */
  static final long TOTAL_BYTES_MIN = 2 * (HEAP_BYTES_MIN + RunnerMemory.PROCESS_BYTES);

  /** The largest that built-in tasks ask for; a node that offers less gets no matrices. */
  private static final long TASK_BYTES_USUAL = 256L << 20;

  /** Engine, compiler and compiled code of all modules; measured 90 to 150 MiB. */
  private static final long ENGINE_BYTES = 192L << 20;

  /** What a node takes that was not told: half of the machine. */
  static MemoryPlan byDefault(int slots, long machineBytes) {
    return of(Math.max(TOTAL_BYTES_MIN, machineBytes / 2), slots);
  }

  /**
   * A task is offered its slot's share, or the usual size if the share is smaller: tasks rarely
   * need what they may take, and never all at the same time.
   *
   * @param totalBytes at least {@link #TOTAL_BYTES_MIN}
   */
  static MemoryPlan of(long totalBytes, int slots) {
    long heap =
        Math.min(
            wish(slots), Math.max(HEAP_BYTES_MIN, totalBytes / 2 - RunnerMemory.PROCESS_BYTES));
    long users = totalBytes - heap - RunnerMemory.PROCESS_BYTES;
    long share = (heap - ENGINE_BYTES) / slots;
    return new MemoryPlan(
        totalBytes, heap, users, Math.min(Math.max(share, TASK_BYTES_USUAL), heap));
  }

  /** Enough for the usual task in every slot of the built-in runner. */
  private static long wish(int slots) {
    return ENGINE_BYTES + slots * (TASK_BYTES_USUAL + (TASK_BYTES_USUAL >> 1));
  }
}
