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
 */
public record JobRequest(
    JsonNode params, Map<String, InputBlob> inputs, Optional<String> outputFormat) {
  public JobRequest {
    inputs = Collections.unmodifiableMap(new TreeMap<>(inputs));
  }
}
