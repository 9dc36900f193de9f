package io.processdistro.controller.store;

import java.time.Duration;

/**
 * @param bytesMax above it, unpinned blobs go, the longest unused first, whatever their age
 * @param unusedMax an unpinned blob that nobody asked for so long is garbage
 * @param expiringMax how long a blob that was given up stays, for those who are just reading it
 */
public record BlobStoreLimits(long bytesMax, Duration unusedMax, Duration expiringMax) {
  public static final BlobStoreLimits DEFAULTS =
      new BlobStoreLimits(64L << 30, Duration.ofHours(24), Duration.ofSeconds(30));

  public BlobStoreLimits {
    if (bytesMax < 1 || unusedMax.isNegative() || expiringMax.compareTo(unusedMax) > 0) {
      throw new IllegalArgumentException(
          "blob limits need bytesMax >= 1 and 0 <= expiringMax <= unusedMax, was "
              + bytesMax
              + ", "
              + expiringMax
              + ", "
              + unusedMax);
    }
  }
}
