package io.processdistro.scheduler;

/** What is known of the jobs of one class, beyond any single job. */
final class SpeedClass {
  final String name;

  /**
   * Time per grain on a node of slowness 1, from the last job of the class; 0 if none ended a task.
   */
  double nanosPerGrain;

  /** Sum over ready nodes of slots / slowness: how many standard slots the cluster has. */
  double slotsStandard;

  int jobs;

  SpeedClass(String name) {
    this.name = name;
  }
}
