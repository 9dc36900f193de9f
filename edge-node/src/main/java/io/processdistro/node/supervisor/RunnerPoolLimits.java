package io.processdistro.node.supervisor;

/**
 * How many processes run users' modules on this node, and how large they are.
 *
 * @param slots tasks at once on the whole node; also in one runner
 * @param memoryBytesMax the owner's ceiling for all of them together, {@link
 *     RunnerMemory#PROCESS_BYTES} for each besides its heap; one process at least fits
 * @param spareHeapBytes of the process that is started ahead of its module
 * @param processesMax most processes at once, the spare one included; at least 1
 * @param idleMillisMax a module without tasks keeps its process for so long
 * @param spareMillisMax the spare process is kept for so long after the latest new module
 * @param turnMillis so long a module waits for a process before one that is at work has to leave
 */
public record RunnerPoolLimits(
    int slots,
    long memoryBytesMax,
    long spareHeapBytes,
    int processesMax,
    long idleMillisMax,
    long spareMillisMax,
    long turnMillis) {
  /** A task of the usual limit of jobs fits into the spare process. */
  private static final long USUAL_MEMORY_BYTES = 256L << 20;

  private static final int PROCESSES_MAX = 4;
  private static final long IDLE_MILLIS_MAX = 60_000;
  private static final long SPARE_MILLIS_MAX = 300_000;
  private static final long TURN_MILLIS = 5_000;

  public RunnerPoolLimits {
    if (processesMax < 1) {
      throw new IllegalArgumentException("processesMax must be at least 1, was " + processesMax);
    }
  }

  public static RunnerPoolLimits withDefaults(int slots, long memoryBytesMax) {
    return new RunnerPoolLimits(
        slots,
        memoryBytesMax,
        RunnerMemory.of(USUAL_MEMORY_BYTES, slots, memoryBytesMax - RunnerMemory.PROCESS_BYTES)
            .heapBytes(),
        PROCESSES_MAX,
        IDLE_MILLIS_MAX,
        SPARE_MILLIS_MAX,
        TURN_MILLIS);
  }

  /** The most that one process can have. */
  long heapBytesMax() {
    return memoryBytesMax - RunnerMemory.PROCESS_BYTES;
  }

  /** Names of modules; far more than can have leases here at once. */
  int runnersRememberedMax() {
    return 64;
  }
}
