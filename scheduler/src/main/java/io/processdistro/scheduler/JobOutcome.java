package io.processdistro.scheduler;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.NodeId;
import java.util.List;
import java.util.Optional;

/** How a job ended. */
public sealed interface JobOutcome {
  /** Every grain was accepted. */
  record Completed() implements JobOutcome {}

  record Cancelled() implements JobOutcome {}

  /**
   * @param code the error that decided
   * @param message what happened, where and how often, in one sentence
   * @param range the grains at fault; empty if the job as a whole is (deadline)
   * @param nodes where those grains failed, oldest first
   */
  record Failed(ErrorCode code, String message, Optional<GrainRange> range, List<NodeId> nodes)
      implements JobOutcome {
    public Failed {
      nodes = List.copyOf(nodes);
    }
  }
}
