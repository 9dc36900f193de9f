package io.processdistro.scheduler;

/** How slow one node is at one class of jobs, compared with the standard that all share. */
final class NodeSpeed {
  /** Time per grain here over time per grain on a standard node. */
  double slowness = 1;

  long samples;
}
