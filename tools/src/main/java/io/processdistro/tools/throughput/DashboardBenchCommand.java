package io.processdistro.tools.throughput;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.state.StateHome;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import io.processdistro.controller.tasks.TaskTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a page that is open costs the controller while a large job runs. */
@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    description =
        "Runs a controller in this process and simulated nodes in another, and follows a large job as the dashboard does: lateness of the controller's event loop, lengths and rates of the events.")
public final class DashboardBenchCommand implements Callable<Integer> {
  private static final double LAG_MILLIS_MAX = 50;
  private static final int EVENT_BYTES_MAX = 50_000;
  private static final double EVENTS_PER_SECOND_MAX = 4;
  private static final Duration POLL = Duration.ofSeconds(30);
  private static final Duration JOB_MAX = Duration.ofMinutes(10);
  private static final long NODES_SECONDS_MAX = 120;
  private static final long STOP_SECONDS_MAX = 40;

  private final JsonMapper json = new JsonMapper();

  @Option(
      names = "--tasks",
      defaultValue = "1000000",
      description = "Tasks of the job (default ${DEFAULT-VALUE}).")
  private long tasks;

  @Option(
      names = "--nodes",
      defaultValue = "500",
      description = "Nodes (default ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--slots",
      defaultValue = "4",
      description = "Slots of each (default ${DEFAULT-VALUE}).")
  private int slots;

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("dashboard");
    var home = new StateHome(folder.resolve("home"), Optional.empty());
    var config =
        ControllerConfig.of(home, folder.resolve("controller")).withPort(0).withAdvertise(false);
    Process simulator = null;
    try (var server = ControllerServer.start(config, new TaskTypes(List.of(new TinyTasks())));
        var client = new ControllerClient(server.access().target())) {
      simulator = startNodes(folder);
      awaitNodes(client);
      return measure(server, client) ? 0 : 1;
    } finally {
      if (simulator != null) stop(simulator);
    }
  }

  private Process startNodes(Path folder) throws IOException {
    var tools = Path.of(System.getProperty("processdistro.home"), "bin", "tools");
    return new ProcessBuilder(
            tools.toString(),
            "nodesim",
            "--access-file=" + folder.resolve("controller").resolve("controller.json"),
            "--nodes=" + nodes,
            "--slots=" + slots,
            "--seconds=600")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("nodes.log").toFile())
        .start();
  }

  private static void stop(Process child) throws InterruptedException {
    child.destroy();
    if (!child.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) child.destroyForcibly();
  }

  private void awaitNodes(ControllerClient client) throws ClientException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(NODES_SECONDS_MAX);
    while (client.overview().nodes().ready() < nodes) {
      if (System.nanoTime() > end) throw new IllegalStateException("the nodes did not come");
      Thread.sleep(100);
    }
  }

  private boolean measure(ControllerServer server, ControllerClient client)
      throws ClientException, IOException, InterruptedException {
    long start = System.nanoTime();
    var job = client.submit(submission(), UUID.randomUUID().toString());
    try (var reader = new LiveReader(server.access().target(), job.id())) {
      while (job.finishedAt() == null) job = client.awaitChange(job.id(), job.version(), POLL);
      double jobSeconds = (System.nanoTime() - start) / 1e9;
      double lagMillis = client.overview().controller().loopLagP99Ms();
      System.out.printf(
          Locale.ROOT,
          "%,d tasks on %d nodes, watched: %s after %.1f s, %,.0f tasks/s; the loop's lag p99 %.1f ms%n",
          tasks,
          nodes,
          job.state(),
          jobSeconds,
          tasks / jobSeconds,
          lagMillis);
      return report(reader) && lagMillis <= LAG_MILLIS_MAX && job.state().equals("completed");
    }
  }

  private static boolean report(LiveReader reader) {
    boolean good = reader.reads();
    if (!good) System.out.println("the reader was cut off");
    for (var each : reader.events().entrySet()) {
      double perSecond = each.getValue().count() / reader.seconds();
      System.out.printf(
          Locale.ROOT,
          "event %s: %d, %.1f a second, the longest %,d bytes%n",
          each.getKey(),
          each.getValue().count(),
          perSecond,
          each.getValue().bytesMax());
      good &= perSecond <= EVENTS_PER_SECOND_MAX + 1 / reader.seconds();
      good &= each.getValue().bytesMax() <= EVENT_BYTES_MAX;
    }
    return good;
  }

  private JobSubmission submission() {
    return new JobSubmission(
        TinyTasks.NAME,
        json.createObjectNode().put("tasks", tasks),
        Map.of(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        false,
        Instant.now().plus(JOB_MAX).toString(),
        false);
  }
}
