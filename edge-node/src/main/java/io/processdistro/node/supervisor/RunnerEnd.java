package io.processdistro.node.supervisor;

import io.processdistro.node.runner.RunnerExit;

/**
 * How a runner process has ended.
 *
 * @param reason one sentence for people; it may hold words of the guest, cleaned and bounded
 * @param guestToBlame whether what its guests did is the reason: they could not be stopped, or used
 *     up what the process may have
 */
public record RunnerEnd(String reason, boolean guestToBlame) {
  static RunnerEnd ofGuest(String reason) {
    return new RunnerEnd(reason, true);
  }

  static RunnerEnd ofAnythingElse(String reason) {
    return new RunnerEnd(reason, false);
  }

  /**
   * @param lastWords the last line of its standard error, cleaned and bounded; may be empty
   */
  static RunnerEnd ofExit(int code, String lastWords) {
    var known = RunnerExit.ofCode(code);
    if (known.isEmpty()) return ofAnythingElse(describe(code, lastWords));
    return switch (known.get()) {
      case GUEST_STUCK -> ofGuest("the task was still running one second after it was stopped");
      case COMPILER_STUCK ->
          ofGuest(lastWords.isEmpty() ? "the compiler did not come to an end" : lastWords);
      case HEAP_EXHAUSTED -> ofGuest("the heap of the task's process was used up");
      case STOPPED, PROTOCOL -> ofAnythingElse(describe(code, lastWords));
    };
  }

  private static String describe(int code, String lastWords) {
    return "the runner process ended with code "
        + code
        + (lastWords.isEmpty() ? "" : " (" + lastWords + ")");
  }
}
