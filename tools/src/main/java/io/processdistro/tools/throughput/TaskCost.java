package io.processdistro.tools.throughput;

import com.sun.management.OperatingSystemMXBean;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What has been spent so far on the tasks of one controller. Unlike tasks per second it does not
 * depend on what else the machine does.
 *
 * @param controllerNanos processor time of this process, in which the controller is
 * @param nodesNanos processor time of the simulated nodes
 * @param frames between controller and nodes, both ways
 */
record TaskCost(long controllerNanos, long nodesNanos, long frames) {
  private static final Pattern FRAMES =
      Pattern.compile(
          "^processdistro_node_frames_total\\{direction=\"[a-z]+\"} ([0-9.E+]+)$",
          Pattern.MULTILINE);

  static TaskCost now(ControllerClient client, Process nodes) throws ClientException {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long frames =
        FRAMES
            .matcher(client.metrics())
            .results()
            .mapToLong(counter -> (long) Double.parseDouble(counter.group(1)))
            .sum();
    return new TaskCost(
        system.getProcessCpuTime(),
        nodes.info().totalCpuDuration().orElse(Duration.ZERO).toNanos(),
        frames);
  }

  TaskCost since(TaskCost earlier) {
    return new TaskCost(
        controllerNanos - earlier.controllerNanos,
        nodesNanos - earlier.nodesNanos,
        frames - earlier.frames);
  }
}
