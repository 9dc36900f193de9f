package io.processdistro.controller.store.sqlite;

/** Where accepted tasks stand: the job's number above, the order of acceptance below. */
final class Positions {
  private static final int ORDER_BITS = 32;

  private Positions() {}

  /**
   * @param order from 0, below 2^32
   */
  static long of(long jobNumber, long order) {
    return jobNumber << ORDER_BITS | order;
  }

  static long jobNumber(long position) {
    return position >> ORDER_BITS;
  }

  static long order(long position) {
    return position & (1L << ORDER_BITS) - 1;
  }
}
