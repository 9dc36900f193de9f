package io.processdistro.node.tasks;

import io.processdistro.common.wire.WireLimits;

/**
 * What the owner of this node allows.
 *
 * @param slots tasks that run at once, 1 to {@link WireLimits#SLOTS_MAX}
 * @param taskMemoryBytesMax most linear memory of one guest
 */
public record TaskLimits(int slots, long taskMemoryBytesMax) {
  /** A controller sends about 40 ahead of the slots; whoever sends far more is mistaken. */
  private static final int LEASES_AHEAD_MAX = 1024;

  public TaskLimits {
    if (slots < 1 || slots > WireLimits.SLOTS_MAX) {
      throw new IllegalArgumentException(
          "slots must be 1 to " + WireLimits.SLOTS_MAX + ", was " + slots);
    }
  }

  /** Leases held at once, whether they wait, run or are not acknowledged; more are given back. */
  int leasesMax() {
    return 2 * slots + LEASES_AHEAD_MAX;
  }
}
