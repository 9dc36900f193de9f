package io.processdistro.common.values;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.processdistro.common.errors.ErrorCode;

/** How one attempt at a task ended on its node. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Succeeded.class, name = "succeeded"),
  @JsonSubTypes.Type(value = Outcome.Failed.class, name = "failed"),
  @JsonSubTypes.Type(value = Outcome.Cancelled.class, name = "cancelled")
})
public sealed interface Outcome {
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Succeeded(Output output) implements Outcome {}

  /**
   * @param message one sentence for people: which wall was hit, with its number; guest text in it
   *     is escaped and bounded
   * @param log what the guest wrote to its log, escaped and bounded; empty if nothing
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Failed(ErrorCode code, String message, String log) implements Outcome {}

  /** Stopped on the controller's demand; says nothing about the task. */
  record Cancelled() implements Outcome {}
}
