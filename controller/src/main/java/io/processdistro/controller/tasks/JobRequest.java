package io.processdistro.controller.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a submitter asks of a task type, unchecked.
 *
 * @param params as sent; a missing one is an empty object. Anything but an object is refused
 * @param inputs by name, every one a finished blob
 * @param outputFormat the extension of the wished file name, without the dot, in any case ({@code
 *     npy}, {@code png}, {@code csv}); empty means the type's own first choice
 * @param module present if the job runs a module of the submitter's own
 */
public record JobRequest(
    JsonNode params,
    Map<String, InputBlob> inputs,
    Optional<String> outputFormat,
    Optional<SubmittedModule> module) {
  public JobRequest {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }

  /** Of a built-in task type. */
  public static JobRequest of(
      JsonNode params, Map<String, InputBlob> inputs, Optional<String> outputFormat) {
    return new JobRequest(params, inputs, outputFormat, Optional.empty());
  }
}
