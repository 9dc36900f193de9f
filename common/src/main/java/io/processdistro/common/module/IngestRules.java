package io.processdistro.common.module;

/**
 * What ingest may be told about one module; everything else is the same for all ({@link
 * ModuleLimits}).
 *
 * @param memoryBytesMax the memory's maximum becomes {@code min(declared, this)}, in whole pages; a
 *     module that wants more from the start is refused. At least one page, at most 4 GiB. Ingesting
 *     a rewritten module once more with the same or a higher value changes nothing.
 * @param fuel whether an instruction budget is built in. A module that has one keeps it either way.
 */
public record IngestRules(long memoryBytesMax, boolean fuel) {
  /** 256 MiB and no budget. */
  public static final IngestRules DEFAULTS = new IngestRules(256L << 20, false);

  private static final long MEMORY_BYTES_CEILING =
      (long) ModuleLimits.MEMORY_PAGES_MAX * ModuleLimits.PAGE_BYTES;

  public IngestRules {
    if (memoryBytesMax < ModuleLimits.PAGE_BYTES || memoryBytesMax > MEMORY_BYTES_CEILING) {
      throw new IllegalArgumentException(
          "memoryBytesMax must lie between one WASM page (65536) and 4 GiB (4294967296), was "
              + memoryBytesMax);
    }
  }

  public IngestRules withMemoryBytesMax(long bytes) {
    return new IngestRules(bytes, fuel);
  }

  public IngestRules withFuel(boolean metered) {
    return new IngestRules(memoryBytesMax, metered);
  }

  /** Whole pages only: what does not fill one cannot be used. */
  int memoryPagesMax() {
    return (int) (memoryBytesMax / ModuleLimits.PAGE_BYTES);
  }
}
