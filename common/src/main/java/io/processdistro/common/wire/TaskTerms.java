package io.processdistro.common.wire;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Phase;

/**
 * What all leases of one job have in common.
 *
 * @param taskType the type's name, for people and metrics
 * @param wallMillisMax the longest a single task may run
 * @param memoryBytesMax the most linear memory the guest may have
 * @param outputBytesMax the longest output
 */
public record TaskTerms(
    JobId job,
    String taskType,
    ContentHash module,
    Phase phase,
    long wallMillisMax,
    long memoryBytesMax,
    long outputBytesMax) {}
