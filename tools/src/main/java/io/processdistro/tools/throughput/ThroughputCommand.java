package io.processdistro.tools.throughput;

import com.sun.management.OperatingSystemMXBean;
import io.processdistro.common.state.StateHome;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import io.processdistro.controller.tasks.TaskTypes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many tasks per second a controller can hand out and take back, and what each costs it. */
@Command(
    name = "throughput",
    mixinStandardHelpOptions = true,
    description =
        "Runs a controller in this process and nodes in others, on loopback, and measures jobs of the smallest tasks: tasks per second, the controller's processor time and heap per task, the price of idle nodes, and the round trip of single tasks.")
public final class ThroughputCommand implements Callable<Integer> {
  private static final long STOP_SECONDS_MAX = 40;

  private static final long NODES_MILLIS_MAX = 60_000;

  /** A list of 1,000 nodes is ten requests, of which an identity has 100 a second. */
  private static final long NODES_POLL_MILLIS = 500;

  /** What the arrival of the nodes has set going, the JVM's compiler above all, is over by then. */
  private static final long SETTLE_SECONDS = 30;

  /** Long enough for a few heartbeats of each node also where they are rare. */
  private static final long IDLE_SECONDS = 20;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  @Option(
      names = "--tasks",
      defaultValue = "1000000",
      description = "Tasks of the job (default ${DEFAULT-VALUE}).")
  private long tasks;

  @Option(names = "--nodes", defaultValue = "20", description = "Nodes (default ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--slots",
      defaultValue = "4",
      description = "Slots of each (default ${DEFAULT-VALUE}).")
  private int slots;

  @Option(names = "--real", description = "Real edge nodes with runners instead of simulated ones.")
  private boolean real;

  @Option(
      names = "--single",
      defaultValue = "0",
      description =
          "Afterwards, so many jobs of one task, one after the other (default ${DEFAULT-VALUE}).")
  private int single;

  @Option(names = "--idle", description = "Also measure what connected nodes cost that do nothing.")
  private boolean idle;

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("throughput");
    var home = new StateHome(folder.resolve("home"), Optional.empty());
    var config =
        ControllerConfig.of(home, folder.resolve("controller")).withPort(0).withAdvertise(false);
    var children = new ArrayList<Process>();
    try (var server = ControllerServer.start(config, new TaskTypes(List.of(new TinyTasks())));
        var client = new ControllerClient(server.access().target())) {
      startNodes(server, folder, children);
      awaitNodes(client);
      if (idle) measureIdle();
      TinyJob.run(client, Math.max(1, tasks / 10)); // warm
      measureJob(client, new ChildrenTime(children));
      if (single > 0) measureSingle(client);
    } finally {
      for (var child : children) stop(child);
    }
    return 0;
  }

  private void startNodes(ControllerServer server, Path folder, List<Process> children)
      throws IOException {
    var programs = Path.of(System.getProperty("processdistro.home"), "bin");
    var tokenFile = folder.resolve("controller").resolve("controller.json").toString();
    if (!real) {
      children.add(
          start(
              folder,
              "nodes",
              programs.resolve("tools").toString(),
              "nodesim",
              "--access-file=" + tokenFile,
              "--nodes=" + nodes,
              "--slots=" + slots,
              "--seconds=600"));
      return;
    }
    for (int node = 1; node <= nodes; node++) {
      children.add(
          start(
              folder,
              "node-" + node,
              programs.resolve("edge-node").toString(),
              "--controller=127.0.0.1:" + server.port(),
              "--token-file=" + tokenFile,
              "--max-tasks=" + slots,
              "--state-dir=" + folder.resolve("node-" + node)));
    }
  }

  private static Process start(Path folder, String name, String... command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private static void stop(Process child) throws InterruptedException {
    child.destroy();
    if (!child.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) child.destroyForcibly();
  }

  private void awaitNodes(ControllerClient client) throws ClientException, InterruptedException {
    long end = System.nanoTime() + NODES_MILLIS_MAX * 1_000_000;
    while (client.nodes().stream().filter(node -> node.state().equals("ready")).count() < nodes) {
      if (System.nanoTime() > end) throw new IllegalStateException("the nodes did not come");
      Thread.sleep(NODES_POLL_MILLIS);
    }
  }

  private void measureIdle() throws InterruptedException {
    Thread.sleep(SETTLE_SECONDS * 1_000);
    long start = system.getProcessCpuTime();
    Thread.sleep(IDLE_SECONDS * 1_000);
    double share = (system.getProcessCpuTime() - start) / (IDLE_SECONDS * 1e9);
    System.out.printf(Locale.ROOT, "%d idle nodes: %.1f %% of one processor%n", nodes, 100 * share);
  }

  private void measureJob(ControllerClient client, ChildrenTime children) throws ClientException {
    long heapBefore = heapAfterCollection();
    var childrenBefore = children.now();
    long cpuBefore = system.getProcessCpuTime();
    long start = System.nanoTime();
    TinyJob.run(client, tasks);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpuMicros = (system.getProcessCpuTime() - cpuBefore) / 1e3 / tasks;
    System.out.printf(
        Locale.ROOT,
        "%,d tasks on %d %s nodes with %d slots: %,.0f tasks/s; the controller's processor time %.1f us and heap growth %.1f bytes per task%n",
        tasks,
        nodes,
        real ? "real" : "simulated",
        slots,
        tasks / seconds,
        cpuMicros,
        (heapAfterCollection() - heapBefore) / (double) tasks);
    if (!real) return;
    var spent = children.now().minus(childrenBefore);
    System.out.printf(
        Locale.ROOT,
        "processor time per task: %.1f us of all agents, %.1f us of all runners%n",
        spent.agentNanos() / 1e3 / tasks,
        spent.runnerNanos() / 1e3 / tasks);
  }

  private void measureSingle(ControllerClient client) throws ClientException {
    var millis = new ArrayList<Double>();
    for (int i = 0; i < single; i++) {
      var job = TinyJob.run(client, 1);
      millis.add(job.timing().runMs());
    }
    millis.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%d jobs of one task, one after the other: from queued to its last output, p50 %.2f ms, p99 %.2f ms%n",
        single,
        millis.get(single / 2),
        millis.get(single * 99 / 100));
  }

  private static long heapAfterCollection() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
