package io.processdistro.node.runner.protocol;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.EngineFacts;

/** What a runner tells the agent through its standard output. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunnerEvent.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = RunnerEvent.Warmed.class, name = "warmed"),
  @JsonSubTypes.Type(value = RunnerEvent.Finished.class, name = "finished"),
  @JsonSubTypes.Type(value = RunnerEvent.Returned.class, name = "returned")
})
public sealed interface RunnerEvent {
  /**
   * Stands for the hash of an output in a file: the agent, whose code is compiled better, makes the
   * true one; it would not trust a runner's word anyway.
   */
  ContentHash UNHASHED = new ContentHash(0, 0, 0, 0);

  /** The self-test is over, tasks are welcome. */
  record Ready(EngineFacts engine, Course course) implements RunnerEvent {}

  /**
   * How the start went, for those who want to shorten it.
   *
   * @param mainEpochMillis when the process's own code began
   * @param engineMillis from then until there was an engine
   * @param selfTestMillis from then until the end of the self-test
   */
  record Course(long mainEpochMillis, long engineMillis, long selfTestMillis) {}

  /** A module is compiled and warm. */
  record Warmed(ContentHash module, long millis) implements RunnerEvent {}

  /**
   * A task ended. An output that is a blob lies complete in the output file that its command named
   * and has the hash {@link #UNHASHED}.
   *
   * @param slotNanos from the start of the task in its slot to the end, output written
   * @param kernelNanos inside the guest's exported function
   */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Finished(long task, Outcome outcome, long slotNanos, long kernelNanos)
      implements RunnerEvent {}

  /** A recalled task has not started and never will here. */
  record Returned(long task) implements RunnerEvent {}
}
