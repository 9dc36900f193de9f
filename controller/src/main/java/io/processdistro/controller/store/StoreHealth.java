package io.processdistro.controller.store;

/**
 * Whether a store can write. Reads are answered in every case. Reasons and remedies are sentences
 * for people.
 */
public sealed interface StoreHealth {
  /** It writes. */
  record Healthy() implements StoreHealth {}

  /** There is no space. What was given to the store waits; it tries again every second. */
  record Full(String reason) implements StoreHealth {}

  /** The file system takes no writes. What was given waits; it tries again every second. */
  record ReadOnly(String reason) implements StoreHealth {}

  /** Writing fails for another reason. What was given waits; it tries again every second. */
  record Failing(String reason) implements StoreHealth {}

  /**
   * What was written last may or may not be on disk, and no later attempt could tell. This process
   * writes nothing any more; everything that waits has failed.
   */
  record Broken(String reason, String remedy) implements StoreHealth {}
}
