package io.processdistro.node.tasks;

import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Phase;
import java.time.Duration;
import java.util.Optional;

/**
 * A task in a slot, as people are shown it.
 *
 * @param submitter empty if the controller does not say
 * @param from its first grain; {@code to} is the first one behind it
 * @param running since it started; rests that the owner's share of the processors asked for are
 *     left out
 */
public record RunningTask(
    JobId job,
    String taskType,
    Phase phase,
    Optional<String> submitter,
    long from,
    long to,
    Duration running) {}
