package io.processdistro.tools.throughput;

import io.processdistro.common.state.StateHome;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import io.processdistro.controller.server.DashboardPort;
import io.processdistro.controller.tasks.TaskTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What a page that is open costs the controller while a large job runs, and what it takes itself.
 */
@Command(
    name = "dashboard",
    mixinStandardHelpOptions = true,
    description =
        "Runs a controller in this process, simulated nodes and a browser's page in others (at low priority: they stand for other machines), and has a large job run while the page shows it: lateness of the controller's event loop, lengths and rates of the events, memory of the page. Ends with 1 if one of them is beyond what is promised.")
public final class DashboardBenchCommand implements Callable<Integer> {
  private static final double LAG_SECONDS_MAX = 0.05;
  private static final double QUANTILE = 0.99;
  private static final int EVENT_BYTES_MAX = 50_000;
  private static final double EVENTS_PER_SECOND_MAX = 4;
  private static final long PAGE_BYTES_MAX = 200_000_000;
  private static final double MEGABYTE = 1e6;
  private static final long NODES_SECONDS_MAX = 120;
  private static final long STOP_SECONDS_MAX = 40;

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

  @Option(
      names = "--task-millis",
      defaultValue = "0",
      description =
          "Time of one task (default ${DEFAULT-VALUE}: the controller is never without work).")
  private long taskMillis;

  @Option(
      names = "--page",
      description =
          "browser/run.mjs of the dashboard, to open the page; CHROMIUM names the browser. Without it no page is opened.")
  private Optional<Path> page;

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("dashboard");
    var home = new StateHome(folder.resolve("home"), Optional.empty());
    var config =
        ControllerConfig.of(home, folder.resolve("controller"))
            .withPort(0)
            .withDashboard(DashboardPort.at(0))
            .withAdvertise(false);
    Process simulator = null;
    try (var server = ControllerServer.start(config, new TaskTypes(List.of(new TinyTasks())));
        var client = new ControllerClient(server.access().target())) {
      simulator = startNodes(folder);
      awaitNodes(client);
      TinyJob.run(client, Math.max(1, tasks / 20)); // warm
      if (page.isEmpty()) return measure(server, client, Optional.empty()) ? 0 : 1;
      var link = client.dashboardUrl(client.createLink());
      try (var watched = new WatchedPage(page.get(), link, folder)) {
        watched.awaitOpen();
        return measure(server, client, Optional.of(watched)) ? 0 : 1;
      }
    } finally {
      if (simulator != null) stop(simulator);
    }
  }

  private Process startNodes(Path folder) throws IOException {
    var tools = Path.of(System.getProperty("processdistro.home"), "bin", "tools");
    return new ProcessBuilder(
            "nice",
            "-n",
            "5",
            tools.toString(),
            "nodesim",
            "--access-file=" + folder.resolve("controller").resolve("controller.json"),
            "--nodes=" + nodes,
            "--slots=" + slots,
            "--task-millis=" + taskMillis,
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

  private boolean measure(
      ControllerServer server, ControllerClient client, Optional<WatchedPage> watched)
      throws ClientException, IOException, InterruptedException {
    var before = client.metrics();
    long start = System.nanoTime();
    var job = TinyJob.submit(client, tasks);
    if (watched.isPresent()) watched.get().show(job.id());
    try (var reader = new LiveReader(server.access().target(), job.id())) {
      TinyJob.awaitCompleted(client, job);
      double jobSeconds = (System.nanoTime() - start) / 1e9;
      var after = client.metrics();
      var lag = LagHistogram.in(after).since(LagHistogram.in(before));
      var own = LagHistogram.ownIn(after).since(LagHistogram.ownIn(before));
      double lagSeconds = lag.quantileSeconds(QUANTILE);
      System.out.printf(
          Locale.ROOT,
          "%,d tasks on %d nodes, watched: %.1f s, %,.0f tasks/s%n"
              + "the loop's lag: p50 %.1f ms, p99 %.1f ms (judged: at most %.0f ms), p99.9 %.1f ms, of %,d measurements%n"
              + "... without its waiting for a processor: p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms%n",
          tasks,
          nodes,
          jobSeconds,
          tasks / jobSeconds,
          1e3 * lag.quantileSeconds(0.5),
          1e3 * lagSeconds,
          1e3 * LAG_SECONDS_MAX,
          1e3 * lag.quantileSeconds(0.999),
          lag.count(),
          1e3 * own.quantileSeconds(0.5),
          1e3 * own.quantileSeconds(QUANTILE),
          1e3 * own.quantileSeconds(0.999));
      boolean good = report(reader) && lagSeconds <= LAG_SECONDS_MAX;
      return watched.isPresent() ? report(watched.get().figures()) && good : good;
    }
  }

  private static boolean report(WatchedPage.Figures page) {
    System.out.printf(
        Locale.ROOT,
        "the page: %.1f MB of its process's own at the highest (judged: at most %.0f MB); its scripts' heap %.1f MB after a collection%n",
        page.privateBytesMax() / MEGABYTE,
        PAGE_BYTES_MAX / MEGABYTE,
        page.heapBytes() / MEGABYTE);
    return page.privateBytesMax() <= PAGE_BYTES_MAX;
  }

  private static boolean report(LiveReader reader) {
    boolean good = reader.reads();
    if (!good) System.out.println("the reader was cut off");
    for (var each : reader.events().entrySet()) {
      double perSecond = each.getValue().count() / reader.seconds();
      System.out.printf(
          Locale.ROOT,
          "event %s: %d, %.1f a second (judged: at most %.0f), the longest %,d bytes (judged: at most %,d)%n",
          each.getKey(),
          each.getValue().count(),
          perSecond,
          EVENTS_PER_SECOND_MAX,
          each.getValue().bytesMax(),
          EVENT_BYTES_MAX);
      good &= perSecond <= EVENTS_PER_SECOND_MAX + 1 / reader.seconds();
      good &= each.getValue().bytesMax() <= EVENT_BYTES_MAX;
    }
    return good;
  }
}
