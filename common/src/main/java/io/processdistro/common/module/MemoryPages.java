package io.processdistro.common.module;

/**
 * The size of a module's memory in pages of 64 KiB, after rewriting.
 *
 * @param min what an instance has from its start
 * @param max what it can grow to
 */
public record MemoryPages(int min, int max) {
  public long bytesMin() {
    return (long) min * ModuleLimits.PAGE_BYTES;
  }

  public long bytesMax() {
    return (long) max * ModuleLimits.PAGE_BYTES;
  }
}
