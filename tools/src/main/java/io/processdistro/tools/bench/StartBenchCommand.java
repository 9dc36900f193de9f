package io.processdistro.tools.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.controller.client.ControllerClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** From the start of a node's process to its first accepted tile, step by step. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    description =
        "Times a node that was never here before from the start of its process to its first accepted tile, while a job of one tile waits for it; for each kind of task.")
public final class StartBenchCommand implements Callable<Integer> {
  private static final int WORDS = 1_000;

  private final JsonMapper json = new JsonMapper();

  @Mixin private final ClusterBenchOptions options = new ClusterBenchOptions();

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("start-bench");
    System.out.println("state and logs: " + folder);
    System.out.println("median (fastest to slowest) in ms since the node's process was started");
    try (var cluster = new BenchCluster(options.distribution(), folder);
        var client = cluster.client()) {
      for (var job : jobs(folder)) measure(job, cluster, client, folder);
    }
    return 0;
  }

  private List<TimedJob> jobs(Path folder) throws IOException {
    var words = new StringBuilder();
    for (int i = 0; i < WORDS; i++) words.append("password-").append(i).append('\n');
    var list =
        Files.writeString(folder.resolve("words"), words.toString(), StandardCharsets.US_ASCII);
    return List.of(
        new TimedJob(
            "mandelbrot, 64 x 64",
            "mandelbrot",
            json.createObjectNode().put("width", 64).put("height", 64).put("max_iterations", 100),
            Map.of(),
            "npy"),
        new TimedJob(
            "matrix_mul, 128 x 128",
            "matrix_mul",
            json.createObjectNode().put("size", 128),
            Map.of(),
            "npy"),
        new TimedJob(
            "password_hash, 1,000 words, SHA-256",
            "password_hash",
            json.createObjectNode().put("algorithm", "sha256"),
            Map.of("passwords", list),
            "csv"));
  }

  private void measure(TimedJob job, BenchCluster cluster, ControllerClient client, Path folder)
      throws Exception {
    var steps = new EnumMap<StartStep, List<Double>>(StartStep.class);
    var firstTiles = new ArrayList<Double>();
    for (int i = 0; i < options.repetitions(); i++) {
      var submitted = job.submit(client);
      var start = Instant.now();
      long startNanos = System.nanoTime();
      var log = cluster.startNode();
      job.await(client, submitted);
      firstTiles.add((System.nanoTime() - startNanos) / 1e6);
      cluster.stopNodes();
      var lines = Files.readAllLines(log);
      for (var step : StartStep.values()) {
        step.millis(lines, start)
            .ifPresent(millis -> steps.computeIfAbsent(step, s -> new ArrayList<>()).add(millis));
      }
    }
    System.out.println();
    System.out.println(job.name());
    steps.forEach((step, millis) -> print(step.title(), millis));
    print("first tile accepted", firstTiles);
  }

  private static void print(String title, List<Double> millis) {
    System.out.printf(Locale.ROOT, "  %-34s%s%n", title, new Samples(millis));
  }
}
