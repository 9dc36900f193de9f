package io.processdistro.controller.api.view;

import java.util.List;

/** Something that happened to a job, and its cause. */
public record JobEventView(String at, String kind, String message, String grains, String nodeId) {

  /**
   * @param dropped how many older events are no longer kept
   */
  public record History(String jobId, long dropped, List<JobEventView> events) {}

  /**
   * @param grains the range that was asked about; null for the whole job
   */
  public record Explanation(
      String jobId,
      String grains,
      String summary,
      List<String> reasons,
      List<JobEventView> events) {}
}
