package io.processdistro.scheduler;

import io.processdistro.common.errors.ErrorCode;

/** What a failure says about the task, and so what follows from it. */
enum FailureClass {
  /** It will fail the same way wherever it runs: confirmed on another node, then final. */
  DETERMINISTIC(true, false, false),
  /** The node or its link failed: tried elsewhere, as often as it takes, after a growing delay. */
  TRANSIENT(false, true, true),
  /** The runner died with it: as transient, but three distinct places make it poison. */
  DEATH(false, true, true),
  /** We failed: tried again within the attempts of the task. */
  OURS(true, true, true);

  /** Counts against the attempts of the task. */
  final boolean countsForTask;

  /** Costs the node half of its slots for a while. */
  final boolean countsForNode;

  /** The retry waits a moment first. */
  final boolean delaysRetry;

  FailureClass(boolean countsForTask, boolean countsForNode, boolean delaysRetry) {
    this.countsForTask = countsForTask;
    this.countsForNode = countsForNode;
    this.delaysRetry = delaysRetry;
  }

  static FailureClass of(ErrorCode code) {
    if (code == ErrorCode.RUNNER_DIED) return DEATH;
    return switch (code.kind()) {
      case USER, LIMIT -> DETERMINISTIC;
      case NODE -> TRANSIENT;
      case INTERNAL -> OURS;
    };
  }
}
