package io.processdistro.tools.nodesim;

import io.processdistro.common.state.ControllerAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tools nodesim}: simulated nodes against a running controller. */
@Command(
    name = "nodesim",
    mixinStandardHelpOptions = true,
    description =
        "Connects fake nodes over the real wire to a controller, to measure it. They answer every task with an empty output, so use it only with controllers that run nothing else.")
public final class NodeSimulatorCommand implements Callable<Integer> {
  private static final long REPORT_EVERY_MILLIS = 1_000;

  @Option(
      names = "--access-file",
      required = true,
      description = "The controller.json of the controller's state directory.")
  private Path accessFile;

  @Option(
      names = "--nodes",
      defaultValue = "100",
      description = "How many nodes (default ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--slots",
      defaultValue = "4",
      description = "Slots of each (default ${DEFAULT-VALUE}).")
  private int slots;

  @Option(
      names = "--task-millis",
      defaultValue = "0",
      description = "Time of one task (default ${DEFAULT-VALUE}).")
  private long taskMillis;

  @Option(
      names = "--failure-share",
      defaultValue = "0",
      description = "Share of failing tasks, 0 to 1 (default ${DEFAULT-VALUE}).")
  private double failureShare;

  @Option(
      names = "--slow-nodes",
      defaultValue = "0",
      description = "How many are slow (default ${DEFAULT-VALUE}).")
  private int slowNodes;

  @Option(
      names = "--slow-factor",
      defaultValue = "10",
      description = "How much slower those are (default ${DEFAULT-VALUE}).")
  private double slowFactor;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "When to stop (default ${DEFAULT-VALUE}).")
  private long seconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of node ids and failures (default ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws Exception {
    var behaviour = new Behaviour(slots, Duration.ofMillis(taskMillis), 1, failureShare);
    var target = ControllerAccess.read(accessFile).target();
    try (var simulator = new NodeSimulator(1)) {
      simulator
          .connect(
              target,
              nodes,
              seed,
              index -> index < slowNodes ? behaviour.slower(slowFactor) : behaviour)
          .await();
      long endNanos = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
      while (System.nanoTime() < endNanos) {
        Thread.sleep(REPORT_EVERY_MILLIS);
        System.out.println(simulator.counters());
      }
    }
    return 0;
  }
}
