package io.processdistro.tools.throughput;

import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateHome;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import io.processdistro.controller.server.StartException;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.node.blobs.HttpBlobs;
import io.processdistro.node.link.Entrance;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What TLS costs: the same work on two controllers in this process, one with and one without it, in
 * turns, so that whatever else the machine does hits both.
 */
@Command(
    name = "tls",
    mixinStandardHelpOptions = true,
    description =
        "Measures tasks per second, what each costs, and bytes of blobs per second with and without TLS, in turns,"
            + " and prints the ratios of the medians.")
public final class TlsCostCommand implements Callable<Integer> {
  private static final long STOP_SECONDS_MAX = 40;
  private static final long NODES_MILLIS_MAX = 60_000;
  private static final long NODES_POLL_MILLIS = 500;
  private static final int MEBIBYTE = 1 << 20;

  @Option(
      names = "--rounds",
      defaultValue = "7",
      description = "Rounds, besides one to warm up (default ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--tasks",
      defaultValue = "100000",
      description = "Tasks of the job of a round (default ${DEFAULT-VALUE}).")
  private long tasks;

  @Option(
      names = "--nodes",
      defaultValue = "8",
      description = "Simulated nodes of each controller (default ${DEFAULT-VALUE}).")
  private int nodes;

  @Option(
      names = "--mebibytes",
      defaultValue = "64",
      description =
          "Size of the blob that is sent and fetched in a round (default ${DEFAULT-VALUE}).")
  private int mebibytes;

  private final Random random = new Random(1);
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  /** One of the two controllers, and what was measured with it. */
  private static final class Side implements AutoCloseable {
    final ControllerServer server;
    final ControllerClient client;
    final HttpBlobs blobs;
    final Process simulator;
    final List<Double> tasksPerSecond = new ArrayList<>();
    final List<Double> controllerMicros = new ArrayList<>();
    final List<Double> nodesMicros = new ArrayList<>();
    final List<Double> frames = new ArrayList<>();
    final List<Double> sentPerSecond = new ArrayList<>();
    final List<Double> fetchedPerSecond = new ArrayList<>();

    Side(ControllerServer server, HttpBlobs blobs, Process simulator) {
      this.server = server;
      this.client = new ControllerClient(server.access().target());
      this.blobs = blobs;
      this.simulator = simulator;
    }

    @Override
    public void close() {
      simulator.destroy();
      try {
        if (!simulator.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) simulator.destroyForcibly();
      } catch (InterruptedException e) {
        simulator.destroyForcibly();
        Thread.currentThread().interrupt();
      }
      client.close();
      server.close();
    }
  }

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("tls-cost");
    try (var tls = start(folder.resolve("tls"), ControllerConfig.PortSecurity.TLS);
        var plain = start(folder.resolve("plain"), ControllerConfig.PortSecurity.PLAIN)) {
      awaitNodes(tls.client);
      awaitNodes(plain.client);
      for (int round = 0; round <= rounds; round++) {
        var order = round % 2 == 0 ? List.of(tls, plain) : List.of(plain, tls);
        for (var side : order) {
          measure(side, folder.resolve("blob"));
          if (round == 0) forget(side);
        }
      }
      print("tasks/s", "%,.0f", tls.tasksPerSecond, plain.tasksPerSecond);
      print(
          "us of the controller's processor per task",
          "%.2f",
          tls.controllerMicros,
          plain.controllerMicros);
      print("us of the nodes' processor per task", "%.2f", tls.nodesMicros, plain.nodesMicros);
      print("frames per task", "%.3f", tls.frames, plain.frames);
      print("MiB/s of blobs sent", "%,.1f", tls.sentPerSecond, plain.sentPerSecond);
      print("MiB/s of blobs fetched", "%,.1f", tls.fetchedPerSecond, plain.fetchedPerSecond);
    } finally {
      vertx.close().await();
    }
    return 0;
  }

  private Side start(Path folder, ControllerConfig.PortSecurity security)
      throws IOException, StartException {
    var home = new StateHome(folder.resolve("home"), Optional.empty());
    var config =
        ControllerConfig.of(home, folder.resolve("controller"))
            .withPort(0)
            .withAdvertise(false)
            .withSecurity(security);
    var server = ControllerServer.start(config, new TaskTypes(List.of(new TinyTasks())));
    var simulator =
        new ProcessBuilder(
                Path.of(System.getProperty("processdistro.home"), "bin", "tools").toString(),
                "nodesim",
                "--access-file=" + folder.resolve("controller").resolve("controller.json"),
                "--nodes=" + nodes,
                "--slots=4",
                "--seconds=1800")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nodes.log").toFile())
            .start();
    return new Side(server, blobs(server.access().target()), simulator);
  }

  private void awaitNodes(ControllerClient client) throws ClientException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(NODES_MILLIS_MAX);
    while (client.nodes().stream().filter(node -> node.state().equals("ready")).count() < nodes) {
      if (System.nanoTime() > end) throw new IllegalStateException("the nodes did not come");
      Thread.sleep(NODES_POLL_MILLIS);
    }
  }

  private void measure(Side side, Path file) throws ClientException, IOException {
    var before = TaskCost.now(side.client, side.simulator);
    long start = System.nanoTime();
    TinyJob.run(side.client, tasks);
    side.tasksPerSecond.add(tasks / seconds(start));
    var cost = TaskCost.now(side.client, side.simulator).since(before);
    side.controllerMicros.add(cost.controllerNanos() / 1e3 / tasks);
    side.nodesMicros.add(cost.nodesNanos() / 1e3 / tasks);
    side.frames.add((double) cost.frames() / tasks);

    var content = new byte[mebibytes * MEBIBYTE];
    random.nextBytes(content);
    Files.write(file, content);
    var hash = ContentHash.of(content);
    start = System.nanoTime();
    side.client.store(file, hash);
    side.sentPerSecond.add(mebibytes / seconds(start));
    Files.delete(file);
    start = System.nanoTime();
    long fetched = side.blobs.fetch(hash, file, content.length).await();
    side.fetchedPerSecond.add(mebibytes / seconds(start));
    Files.delete(file);
    if (fetched != content.length) throw new IllegalStateException(fetched + " bytes came back");
  }

  /** As nodes do, with their client: received, hashed, written to disk. */
  private HttpBlobs blobs(ControllerTarget target) {
    var token = target.token().orElseThrow();
    var entrance =
        target.trust() instanceof ControllerTrust.Known(var authorities)
            ? Entrance.withToken(authorities, token)
            : Entrance.plain(token);
    return new HttpBlobs(
        vertx, target.address(), () -> entrance, HttpBlobs.Timeouts.DEFAULTS, random);
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  private static void forget(Side side) {
    side.tasksPerSecond.clear();
    side.controllerMicros.clear();
    side.nodesMicros.clear();
    side.frames.clear();
    side.sentPerSecond.clear();
    side.fetchedPerSecond.clear();
  }

  private static void print(String what, String format, List<Double> tls, List<Double> plain) {
    double with = median(tls);
    double without = median(plain);
    System.out.printf(
        Locale.ROOT,
        "%s: " + format + " with TLS, " + format + " without; a difference of %.1f %%%n",
        what,
        with,
        without,
        100 * (with / without - 1));
  }

  private static double median(List<Double> values) {
    var sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
