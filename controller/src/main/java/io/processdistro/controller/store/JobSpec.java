package io.processdistro.controller.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.scheduler.Priority;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a submitter asked for, checked in form but not by its task type.
 *
 * @param params an object; not changed after construction
 * @param inputs by name
 * @param module present if the job runs a module of the submitter's own
 * @param outputFormat npy, png, csv…; empty for the task type's own choice
 * @param sampled only a few tiles are computed, to estimate how long all of it takes; no result
 */
public record JobSpec(
    String taskType,
    JsonNode params,
    Map<String, Input> inputs,
    Optional<String> outputFormat,
    Optional<ModuleRequest> module,
    Rules rules,
    boolean sampled) {

  public JobSpec {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }

  /** The same as a sample that is over as soon as the cluster can, whatever the job's own rules. */
  public JobSpec forSampling() {
    return new JobSpec(taskType, params, inputs, outputFormat, module, rules.forSampling(), true);
  }

  /**
   * @param fileName for people and messages
   */
  public record Input(ContentHash hash, Optional<String> fileName) {}

  /**
   * How the job shares the cluster.
   *
   * @param weight 1 to 1000
   * @param slotsMax at least 1; empty for no cap
   * @param attemptsMax at least 1
   */
  public record Rules(
      String submitter,
      Priority priority,
      int weight,
      OptionalInt slotsMax,
      int attemptsMax,
      boolean hedging,
      Optional<Instant> deadline) {
    private Rules forSampling() {
      return new Rules(
          submitter,
          Priority.HIGH,
          weight,
          OptionalInt.empty(),
          attemptsMax,
          hedging,
          Optional.empty());
    }
  }
}
