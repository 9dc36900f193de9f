package io.processdistro.tools.slowloris;

import io.processdistro.common.state.StateHome;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a controller serves honest clients while many connections only waste its time. */
@Command(
    name = "slowloris",
    mixinStandardHelpOptions = true,
    description =
        "Runs a controller in this process, opens many connections on loopback that send a byte a second, and measures how long an honest client waits and after which time the slow ones are cut off.")
public final class SlowlorisCommand implements Callable<Integer> {
  private static final long PAUSE_MILLIS = 50;

  @Option(
      names = "--connections",
      defaultValue = "2000",
      description = "Slow connections at once, at most 10000 (default ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "For how long (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    if (connections < 1 || connections > 10_000 || seconds < 1 || seconds > 600) {
      System.err.println("--connections: 1 to 10000, --seconds: 1 to 600");
      return 2;
    }
    var folder = Files.createTempDirectory("slowloris");
    var home = new StateHome(folder.resolve("home"), Optional.empty());
    var config =
        ControllerConfig.of(home, folder.resolve("controller")).withPort(0).withAdvertise(false);
    try (var server = ControllerServer.start(config);
        var client = new ControllerClient(server.access().target())) {
      measure(client, 5); // warm
      print("alone", measure(client, Math.min(seconds, 10)));
      try (var crowd = new SlowCrowd(server.port(), connections)) {
        print("among them", measure(client, seconds));
        System.out.printf(
            Locale.ROOT,
            "%,d slow connections are open, %,d were; the longest lasted %.1f s%n",
            crowd.open(),
            crowd.opened(),
            crowd.longestMillis() / 1e3);
      }
    }
    return 0;
  }

  /** How long each request of an honest client took, in milliseconds, sorted. */
  private static List<Double> measure(ControllerClient client, int seconds)
      throws ClientException, InterruptedException {
    var millis = new ArrayList<Double>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      client.nodes();
      millis.add((System.nanoTime() - start) / 1e6);
      Thread.sleep(PAUSE_MILLIS);
    }
    millis.sort(null);
    return millis;
  }

  private static void print(String when, List<Double> millis) {
    System.out.printf(
        Locale.ROOT,
        "%,d requests of an honest client %s: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
        millis.size(),
        when,
        millis.get(millis.size() / 2),
        millis.get(millis.size() * 99 / 100),
        millis.getLast());
  }
}
