package io.processdistro.controller.api.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * The body of {@code POST /v1/jobs}. Everything but {@code taskType} may be null; openapi.yaml
 * gives the defaults and ranges, the server checks them.
 */
public record JobSubmission(
    String taskType,
    JsonNode params,
    Map<String, Input> inputs,
    String outputFormat,
    String submitter,
    String priority,
    Integer weight,
    Integer slotsMax,
    Integer attemptsMax,
    Boolean hedging,
    String deadline) {

  /**
   * @param sha256 of a blob that is stored already
   * @param fileName for people and messages; may be null
   */
  public record Input(String sha256, String fileName) {}
}
