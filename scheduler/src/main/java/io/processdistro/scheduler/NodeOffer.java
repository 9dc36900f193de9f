package io.processdistro.scheduler;

/**
 * What a node's owner puts at our disposal.
 *
 * @param slots tasks it runs at once, at least 1
 * @param taskMemoryBytesMax the most memory one task may have there
 */
public record NodeOffer(int slots, long taskMemoryBytesMax) {
  public NodeOffer {
    if (slots < 1) throw new IllegalArgumentException("slots must be at least 1, was " + slots);
    if (taskMemoryBytesMax < 1) {
      throw new IllegalArgumentException(
          "taskMemoryBytesMax must be at least 1, was " + taskMemoryBytesMax);
    }
  }
}
