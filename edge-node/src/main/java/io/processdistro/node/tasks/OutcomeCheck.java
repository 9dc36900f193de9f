package io.processdistro.node.tasks;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.WireLimits;

/**
 * What a runner says is checked before it travels on: a guest that has taken over its runner must
 * not be able to break the node's own protocol.
 */
final class OutcomeCheck {
  private static final int TEXT_LENGTH_MAX = WireLimits.TEXT_BYTES_MAX / 3;

  private OutcomeCheck() {}

  /**
   * @param outputBytesMax the task's own limit
   * @return the outcome, or the failure it amounts to
   */
  static Outcome checked(Outcome outcome, long outputBytesMax) {
    return switch (outcome) {
      case Outcome.Succeeded(Output output) when output.lengthBytes() > outputBytesMax ->
          new Outcome.Failed(
              ErrorCode.OUTPUT_EXCEEDED,
              "the output has "
                  + output.lengthBytes()
                  + " bytes, the limit of this task is "
                  + outputBytesMax,
              "");
      case Outcome.Succeeded(Output.Inline inline)
          when inline.lengthBytes() > WireLimits.OUTPUT_INLINE_BYTES_MAX ->
          new Outcome.Failed(
              ErrorCode.INTERNAL_ERROR,
              "the runner returned " + inline.lengthBytes() + " bytes inline instead of as a file",
              "");
      case Outcome.Succeeded succeeded -> succeeded;
      case Outcome.Failed failed ->
          new Outcome.Failed(failed.code(), bounded(failed.message()), bounded(failed.log()));
      case Outcome.Cancelled cancelled -> cancelled;
    };
  }

  private static String bounded(String text) {
    return text.length() <= TEXT_LENGTH_MAX ? text : text.substring(0, TEXT_LENGTH_MAX) + "…";
  }
}
