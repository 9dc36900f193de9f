package io.processdistro.node.cli;

/**
 * How much memory runners may take, and how much of it one task.
 *
 * @param heapBytes of the runner of the built-in tasks; guests' memories live on its heap
 * @param userHeapBytesMax of one runner of a user's module
 * @param taskBytesMax offered to the controller for one task
 */
record MemoryPlan(long heapBytes, long userHeapBytesMax, long taskBytesMax) {
  static final long HEAP_BYTES_MIN = 256L << 20;

  /** The largest that built-in tasks ask for; a node that offers less gets no matrices. */
  private static final long TASK_BYTES_USUAL = 256L << 20;

  /** Engine, compiler and compiled code of all modules; measured 90 to 150 MiB. */
  private static final long ENGINE_BYTES = 192L << 20;

  /** Enough for the usual task in every slot. */
  private static long wish(int slots) {
    return ENGINE_BYTES + slots * (TASK_BYTES_USUAL + (TASK_BYTES_USUAL >> 1));
  }

  /** What a node takes that was not told: what its slots can use, at most half of the machine. */
  static MemoryPlan byDefault(int slots, long machineBytes) {
    long half = Math.max(HEAP_BYTES_MIN, machineBytes / 2);
    var plan = of(Math.max(HEAP_BYTES_MIN, Math.min(wish(slots), half)), slots);
    return new MemoryPlan(plan.heapBytes(), half, plan.taskBytesMax());
  }

  /**
   * A task is offered its slot's share, or the usual size if the share is smaller: tasks rarely
   * need what they may take, and never all at the same time.
   *
   * @param heapBytes at least {@link #HEAP_BYTES_MIN}
   */
  static MemoryPlan of(long heapBytes, int slots) {
    long share = (heapBytes - ENGINE_BYTES) / slots;
    return new MemoryPlan(
        heapBytes, heapBytes, Math.min(Math.max(share, TASK_BYTES_USUAL), heapBytes));
  }
}
