package io.processdistro.controller.tasks;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A checked job: a line of grains, and what the task of any range of them is given. Thread-safe;
 * unless said otherwise its methods are quick, do no I/O and may be called on an event loop.
 *
 * <p>Most plans are immutable and say everything at once: those leave the methods alone that have a
 * default. An {@link #open} plan knows only the first stage of its line; its assembly finds out the
 * others from the outputs ({@link ResultAssembly#takeGrowth}), and from then on this plan answers
 * for them too.
 */
public interface JobPlan {
  /** How many grains the job has, or its first stage if it is open; at least 1. */
  long grains();

  /** Whether more grains may follow. */
  default boolean open() {
    return false;
  }

  /** The longest range that {@link #inputOf} takes; at least 1. */
  long grainsPerTaskMax();

  /**
   * What the cost of a grain depends on beside the task type: jobs of one type and the same text
   * share what was measured of the nodes' speed. Empty if all grains of the type cost about the
   * same.
   */
  default String costClass() {
    return "";
  }

  /** The WASM module that every task runs. */
  ContentHash module();

  /** The user's module that it comes from, as it is listed; empty for a built-in one. */
  default Optional<ContentHash> origin() {
    return Optional.empty();
  }

  /** Whether another job of the same request gives the same result, byte for byte. */
  default boolean repeatable() {
    return true;
  }

  TaskLimits limits();

  /** What every guest is told beside its input; empty for nothing. */
  default String params() {
    return "";
  }

  /** Which function of the module the task of this range calls. */
  default Phase phaseOf(GrainRange range) {
    return Phase.EXECUTE;
  }

  /**
   * The blobs that tasks refer to and that must live as long as the job; includes neither the
   * module nor the inputs of the request.
   */
  Set<ContentHash> blobs();

  /**
   * What the task of {@code range} reads. Takes microseconds; a new array and list each time.
   *
   * @throws IllegalArgumentException if the range is outside of the job or longer than {@link
   *     #grainsPerTaskMax}
   */
  TaskInput inputOf(GrainRange range);

  /**
   * What is wrong with an output of this length for this range, in one sentence; empty if it can be
   * right. Ask before accepting a report: an output that passed is taken by {@link
   * ResultAssembly#accept} unless its content lies.
   */
  Optional<String> complaintAbout(GrainRange range, long outputLengthBytes);

  ResultFormat resultFormat();

  /** The exact length of the result, if it follows from the request alone. */
  default OptionalLong resultBytes() {
    return OptionalLong.empty();
  }

  /**
   * Starts a result file at {@code target}, which does not exist yet. Blocks. One assembly per job;
   * after a failure make a new one and give it all outputs again.
   */
  ResultAssembly assembly(Path target) throws IOException;

  /**
   * @throws IllegalArgumentException if the range is outside of the job or longer than {@link
   *     #grainsPerTaskMax}
   */
  default void requireWithin(GrainRange range) {
    if (range.to() > grains() || range.length() > grainsPerTaskMax()) {
      throw new IllegalArgumentException(
          "a task of this job has at most %d of the grains 0..%d, was %s"
              .formatted(grainsPerTaskMax(), grains(), range));
    }
  }
}
