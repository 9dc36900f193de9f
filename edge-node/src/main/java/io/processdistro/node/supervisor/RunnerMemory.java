package io.processdistro.node.supervisor;

/**
 * How much heap a runner of a user's module gets. Guests' memories live on it, and a memory that
 * grows is copied: for a moment there are two of it.
 *
 * @param heapBytes the process's {@code -Xmx}
 * @param tasksMax so many tasks fit into it whatever they do within their limits
 * @param sufficient whether at least one does; if not, a heap that is used up says nothing about
 *     the guest
 */
public record RunnerMemory(long heapBytes, int tasksMax, boolean sufficient) {
  /** What a process takes besides its heap: code, classes, stacks; measured some 70 MiB. */
  public static final long PROCESS_BYTES = 72L << 20;

  /** Engine, compiler and compiled code; measured 60 to 150 MiB. */
  private static final long ENGINE_BYTES = 192L << 20;

  /** The largest tables that a module may have: four of a million elements, 8 bytes each. */
  private static final long TABLE_BYTES = 32L << 20;

  /**
   * @param memoryBytesMax linear memory of one task
   * @param slots most tasks at once
   * @param heapBytesMax the owner's ceiling for one process, which always wins
   */
  static RunnerMemory of(long memoryBytesMax, int slots, long heapBytesMax) {
    long perTask = 2 * memoryBytesMax + TABLE_BYTES;
    long heap = Math.min(ENGINE_BYTES + slots * perTask, heapBytesMax);
    long fitting = (heap - ENGINE_BYTES) / perTask;
    return new RunnerMemory(heap, Math.toIntExact(Math.clamp(fitting, 1, slots)), fitting >= 1);
  }
}
