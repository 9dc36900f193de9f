package io.processdistro.common.wire;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Phase;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What all leases of one phase of a job have in common.
 *
 * @param taskType the type's name, for people and metrics
 * @param wallMillisMax the longest a single task may run
 * @param memoryBytesMax the most linear memory the guest may have
 * @param outputBytesMax the longest output
 * @param fuel how many units of work a task may do; 0 if they are not counted
 * @param logBytesMax the most that is kept of what the guest writes to its log
 * @param params what a WASI command gets as {@code argv[2]}: a JSON object as text, at most {@link
 *     WireLimits#PARAMS_BYTES_MAX} bytes in UTF-8; empty if it gets none, as every native module
 * @param submitter for whom it is, shown to the node's owner; empty from controllers before minor
 *     version {@link WireLimits#SUBMITTER_SINCE_MINOR}
 */
public record TaskTerms(
    JobId job,
    String taskType,
    ContentHash module,
    Phase phase,
    long wallMillisMax,
    long memoryBytesMax,
    long outputBytesMax,
    long fuel,
    long logBytesMax,
    String params,
    Optional<String> submitter) {
  public TaskTerms {
    if (fuel < 0) {
      throw new IllegalArgumentException("fuel must be 0 (not counted) or more, was " + fuel);
    }
    int paramsBytes = params.getBytes(StandardCharsets.UTF_8).length;
    if (paramsBytes > WireLimits.PARAMS_BYTES_MAX) {
      throw new IllegalArgumentException(
          "params have at most " + WireLimits.PARAMS_BYTES_MAX + " bytes, was " + paramsBytes);
    }
  }

  /** The same for somebody. */
  public TaskTerms forSubmitter(String name) {
    return new TaskTerms(
        job,
        taskType,
        module,
        phase,
        wallMillisMax,
        memoryBytesMax,
        outputBytesMax,
        fuel,
        logBytesMax,
        params,
        Optional.of(name));
  }

  /** Terms of a built-in task: neither fuel nor log nor parameters. */
  public static TaskTerms ofBuiltIn(
      JobId job,
      String taskType,
      ContentHash module,
      long wallMillisMax,
      long memoryBytesMax,
      long outputBytesMax) {
    return new TaskTerms(
        job,
        taskType,
        module,
        Phase.EXECUTE,
        wallMillisMax,
        memoryBytesMax,
        outputBytesMax,
        0,
        0,
        "",
        Optional.empty());
  }
}
