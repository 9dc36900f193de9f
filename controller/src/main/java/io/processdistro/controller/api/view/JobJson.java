package io.processdistro.controller.api.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A job as the API shows it; fields as in openapi.yaml, times RFC 3339.
 *
 * @param estimate a sample, of which a few tiles are computed to tell how long all would take
 */
public record JobJson(
    String id,
    String taskType,
    String state,
    long version,
    String submitter,
    String priority,
    JsonNode params,
    String module,
    boolean estimate,
    String submittedAt,
    String startedAt,
    String finishedAt,
    Progress progress,
    String waitingCode,
    String waitingReason,
    Result result,
    Failure error,
    Timing timing,
    Stats stats,
    Links links) {

  /** The same without its params and without the guest's log. */
  public JobJson withoutLongTexts() {
    return new JobJson(
        id,
        taskType,
        state,
        version,
        submitter,
        priority,
        null,
        module,
        estimate,
        submittedAt,
        startedAt,
        finishedAt,
        progress,
        waitingCode,
        waitingReason,
        result,
        error == null ? null : error.withoutLog(),
        timing,
        stats,
        links);
  }

  /**
   * @param grainsTotal as far as it is known
   * @param grainsOpen more may follow, when the results so far are there
   */
  public record Progress(
      long grainsTotal, boolean grainsOpen, long grainsDone, long grainsRunning, double fraction) {}

  /**
   * @param reusedFrom the job that computed it; null if it was this one
   */
  public record Result(
      long bytes,
      String format,
      String contentType,
      String fileName,
      String sha256,
      String reusedFrom) {}

  /**
   * @param grains the range at fault, {@code from..to}; null if it is the job as a whole
   * @param log what the guest wrote, escaped and bounded; null if nothing
   */
  public record Failure(
      String code, String message, String hint, String grains, List<String> nodes, String log) {
    Failure withoutLog() {
      return new Failure(code, message, hint, grains, nodes, null);
    }
  }

  /** Milliseconds; 0 for what has not happened yet. */
  public record Timing(
      double planMs,
      double runMs,
      double finishMs,
      double totalMs,
      double slotMs,
      double kernelMs) {}

  public record Stats(
      long attempts,
      long accepted,
      long duplicate,
      long stale,
      long invalid,
      long failed,
      long cancelled,
      long lost,
      long retries,
      long steals,
      long hedges) {}

  public record Links(String self, String result, String tasks, String events, String explain) {}

  public record Page(List<JobJson> jobs, String nextCursor) {}
}
