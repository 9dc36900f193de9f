package io.processdistro.controller.api.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The body of {@code POST /v1/jobs}. Everything may be null but one of {@code taskType} and {@code
 * module}; openapi.yaml gives the defaults and ranges, the server checks them.
 */
public record JobSubmission(
    String taskType,
    JsonNode params,
    Map<String, Input> inputs,
    String outputFormat,
    Module module,
    String submitter,
    String priority,
    Integer weight,
    Integer slotsMax,
    Integer attemptsMax,
    Boolean hedging,
    String deadline,
    Boolean cache) {

  /**
   * @param sha256 of a blob that is stored already
   * @param fileName for people and messages; may be null
   */
  public record Input(String sha256, String fileName) {}

  /**
   * A module of the submitter's own.
   *
   * @param sha256 as {@code PUT /v1/modules} answered it
   * @param split how the input becomes chunks: auto, none, module, files, lines:N, bytes:N
   * @param phases of split, execute and merge
   */
  public record Module(
      String sha256,
      String split,
      List<String> phases,
      Long memoryBytesMax,
      Long wallMillisMax,
      Long outputBytesMax,
      Long logBytesMax,
      Long fuel) {}
}
