package io.processdistro.controller.api.view;

/** What would become of a submission; fields as in openapi.yaml. */
public record DryRunJson(
    String taskType,
    long grains,
    boolean grainsOpen,
    long grainsPerTaskMax,
    long tasksMin,
    long inputBytes,
    TaskWalls task,
    PlannedResult result,
    Placement placement,
    String reusedFrom) {

  /** Around each single task. */
  public record TaskWalls(long memoryBytesMax, long wallMillisMax, long outputBytesMax) {}

  /**
   * @param bytes null if it depends on what is computed
   */
  public record PlannedResult(String format, String contentType, Long bytes) {}

  /**
   * Among the nodes of this moment.
   *
   * @param reason why nothing of it would run now; null if it would
   */
  public record Placement(int nodesReady, int nodesFitting, int slotsFitting, String reason) {}
}
