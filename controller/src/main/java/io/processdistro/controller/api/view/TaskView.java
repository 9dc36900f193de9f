package io.processdistro.controller.api.view;

import java.util.List;

/**
 * An outstanding lease of a job.
 *
 * @param lease epoch/number
 * @param state waiting or running
 */
public record TaskView(
    String lease, long from, long to, String nodeId, String nodeName, String state, double ageMs) {

  public record Page(List<TaskView> tasks, String nextCursor) {}
}
