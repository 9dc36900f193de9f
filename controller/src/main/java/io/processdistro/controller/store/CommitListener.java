package io.processdistro.controller.store;

/** Told of every group of changes that a store has written. */
@FunctionalInterface
public interface CommitListener {
  /**
   * Called on the thread that writes, which waits: be quick.
   *
   * @param changes how many the group had
   * @param nanos from its begin until it was on disk
   */
  void committed(int changes, long nanos);
}
