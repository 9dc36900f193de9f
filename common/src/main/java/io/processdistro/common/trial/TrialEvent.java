package io.processdistro.common.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.wire.EngineFacts;

/** What the bench answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrialEvent.Opened.class, name = "opened"),
  @JsonSubTypes.Type(value = TrialEvent.Ended.class, name = "ended"),
  @JsonSubTypes.Type(value = TrialEvent.Broken.class, name = "broken")
})
public sealed interface TrialEvent {
  /** A runner is ready. */
  record Opened(EngineFacts engine) implements TrialEvent {}

  /**
   * A task has ended.
   *
   * @param failure null if it succeeded
   * @param slotNanos from its start to its end, in and output copied
   * @param kernelNanos inside the guest's exported function
   */
  record Ended(Failure failure, long slotNanos, long kernelNanos) implements TrialEvent {}

  /**
   * @param message one sentence that names the wall
   * @param log what the guest wrote to its log, escaped and bounded; empty if nothing
   */
  record Failure(ErrorCode code, String message, String log) {}

  /** No task can be run, through no fault of the module; the bench ends. */
  record Broken(String reason) implements TrialEvent {}
}
