package io.processdistro.controller.api.view;

/**
 * How long a job would take, from a sample of it; fields as in openapi.yaml.
 *
 * @param lowSeconds null if no tile was done
 * @param highSeconds null if too few were done to tell
 * @param reusedFrom null if its result would have to be computed
 */
public record EstimateJson(
    String taskType,
    String job,
    long grains,
    boolean grainsOpen,
    long tiles,
    long tilesDone,
    long grainsPerTile,
    double grainMs,
    double grainMsDeviation,
    Ahead ahead,
    Double lowSeconds,
    Double highSeconds,
    DryRunJson.Placement placement,
    String reusedFrom) {

  /**
   * Other jobs that are not less urgent.
   *
   * @param jobsUnknown those of them whose end cannot be told yet
   * @param secondsMax until the others end
   */
  public record Ahead(int jobs, int jobsUnknown, double secondsMax) {}
}
