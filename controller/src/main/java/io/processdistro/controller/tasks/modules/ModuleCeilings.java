package io.processdistro.controller.tasks.modules;

import io.processdistro.common.wire.WireLimits;

/**
 * The most that users' modules may ask for or cause, and what they get when they ask for nothing.
 * The owner of a node may allow less; then the job waits for another node.
 *
 * @param memoryBytesMax of a task, at most 4 GiB
 * @param wallMillisMax of a task
 * @param outputBytesMax of a task
 * @param logBytesMax of a task
 * @param inputBytesMax longest chunk, and longest input of split or merge
 * @param chunksMax most tasks of one stage
 * @param resultBytesMax what the outputs of one stage may have together
 * @param killsMax so many runners of one module may have to be killed: then it is quarantined
 * @param modulesKept modules that are remembered, quarantined ones last to be forgotten
 * @param wallMillisUsual of a task whose job asks for nothing; the ceiling, if that is lower
 */
public record ModuleCeilings(
    long memoryBytesMax,
    long wallMillisMax,
    long outputBytesMax,
    long logBytesMax,
    long inputBytesMax,
    int chunksMax,
    long resultBytesMax,
    int killsMax,
    int modulesKept,
    long wallMillisUsual) {
  static final long MEMORY_BYTES_DEFAULT = 256L << 20;
  private static final long WALL_MILLIS_DEFAULT = 30_000;
  static final long OUTPUT_BYTES_DEFAULT = 64L << 20;
  static final long LOG_BYTES_DEFAULT = 64 << 10;
  static final long WASM_PAGE_BYTES = 65_536;

  public static final ModuleCeilings DEFAULTS =
      new ModuleCeilings(
          1L << 30,
          300_000,
          OUTPUT_BYTES_DEFAULT,
          LOG_BYTES_DEFAULT,
          64L << 20,
          1_000_000,
          16L << 30,
          2,
          1_000,
          WALL_MILLIS_DEFAULT);

  public ModuleCeilings {
    require("memoryBytesMax", memoryBytesMax, WASM_PAGE_BYTES, 4L << 30);
    require("wallMillisMax", wallMillisMax, 1, 86_400_000);
    require("outputBytesMax", outputBytesMax, 1, 1L << 30);
    require("logBytesMax", logBytesMax, 0, WireLimits.TEXT_BYTES_MAX);
    require("inputBytesMax", inputBytesMax, 1, 1L << 30);
    require("chunksMax", chunksMax, 1, 1_000_000);
    require("resultBytesMax", resultBytesMax, 1, Long.MAX_VALUE);
    require("killsMax", killsMax, 1, 1_000);
    require("modulesKept", modulesKept, 1, 1_000_000);
    require("wallMillisUsual", wallMillisUsual, 1, 86_400_000);
  }

  private static void require(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          name + " must be " + min + " to " + max + ", was " + value);
    }
  }

  public ModuleCeilings withMemoryBytesMax(long bytes) {
    return new ModuleCeilings(
        bytes,
        wallMillisMax,
        outputBytesMax,
        logBytesMax,
        inputBytesMax,
        chunksMax,
        resultBytesMax,
        killsMax,
        modulesKept,
        wallMillisUsual);
  }

  public ModuleCeilings withWallMillisMax(long millis) {
    return new ModuleCeilings(
        memoryBytesMax,
        millis,
        outputBytesMax,
        logBytesMax,
        inputBytesMax,
        chunksMax,
        resultBytesMax,
        killsMax,
        modulesKept,
        wallMillisUsual);
  }

  public ModuleCeilings withWallMillisUsual(long millis) {
    return new ModuleCeilings(
        memoryBytesMax,
        wallMillisMax,
        outputBytesMax,
        logBytesMax,
        inputBytesMax,
        chunksMax,
        resultBytesMax,
        killsMax,
        modulesKept,
        millis);
  }
}
