package io.processdistro.tools.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.tools.demo.NpyMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whole jobs on 1 and 2 nodes, warm, against native code, in one run. */
@Command(
    name = "jobs",
    mixinStandardHelpOptions = true,
    description =
        "Times whole jobs on one node and on two, as processes of the distribution on loopback, and native code in the same run. Wall time counts from reading the inputs to the result in its file.")
public final class JobBenchCommand implements Callable<Integer> {
  private static final int MATRIX_EDGE = 2048;
  private static final int LARGE_MATRIX_EDGE = 4096;
  private static final int NATIVE_REPETITIONS = 3;

  private final JsonMapper json = new JsonMapper();

  @Mixin private final ClusterBenchOptions options = new ClusterBenchOptions();

  @Override
  public Integer call() throws Exception {
    var folder = Files.createTempDirectory("job-bench");
    System.out.println("state and logs: " + folder);
    try (var cluster = new BenchCluster(options.distribution(), folder);
        var client = cluster.client()) {
      firstTile(cluster, client, folder);
      var small = smallJobs(folder);
      var large = largeJobs(folder);
      var oneNode = measure(large, client, folder, 1);
      cluster.startNode();
      cluster.awaitNodes(2);
      measure(small, client, folder, 2);
      compareWithNative(folder, measure(small.subList(0, 2), client, folder, 2));
      var twoNodes = measure(large, client, folder, 2);
      for (int i = 0; i < large.size(); i++) {
        System.out.printf(
            Locale.ROOT,
            "%s: 2 nodes are %.2f x as fast as 1%n",
            large.get(i).name(),
            oneNode.get(i).median() / twoNodes.get(i).median());
      }
    }
    return 0;
  }

  /**
   * From the start of a node's process to the end of a job of few tiles, all cold; then the same
   * again.
   */
  private void firstTile(BenchCluster cluster, ControllerClient client, Path folder)
      throws Exception {
    var job = mandelbrot("mandelbrot 64 x 64", 64, 64, 100, "npy");
    long start = System.nanoTime();
    cluster.startNode();
    job.run(client, folder);
    double first = (System.nanoTime() - start) / 1e6;
    double second = job.run(client, folder).wallMillis();
    System.out.printf(
        Locale.ROOT,
        "node process start to first accepted tile: %.0f ms; the same job again: %.0f ms%n",
        first,
        second);
  }

  private List<TimedJob> smallJobs(Path folder) throws IOException {
    return List.of(
        mandelbrot("mandelbrot 1600 x 1200 x 1000, .png", 1600, 1200, 1000, "png"),
        mandelbrot("mandelbrot 1600 x 1200 x 1000, .npy", 1600, 1200, 1000, "npy"),
        matrices("matrix_mul 2048 x 2048 from two .npy", MATRIX_EDGE, folder));
  }

  private List<TimedJob> largeJobs(Path folder) throws IOException {
    return List.of(
        mandelbrot("mandelbrot 6400 x 4800 x 2000, .png", 6400, 4800, 2000, "png"),
        matrices("matrix_mul 4096 x 4096 from two .npy", LARGE_MATRIX_EDGE, folder));
  }

  private TimedJob mandelbrot(String name, int width, int height, int iterations, String format) {
    var params =
        json.createObjectNode()
            .put("width", width)
            .put("height", height)
            .put("max_iterations", iterations);
    return new TimedJob(name, "mandelbrot", params, Map.of(), format);
  }

  private TimedJob matrices(String name, int edge, Path folder) throws IOException {
    var inputs = Map.of("a", folder.resolve("A" + edge), "b", folder.resolve("B" + edge));
    for (var file : inputs.values()) {
      NpyMatrix.random(edge, edge, new Random(file.hashCode())).write(file);
    }
    return new TimedJob(name, "matrix_mul", json.createObjectNode(), inputs, "npy");
  }

  /** One untimed run first, so that everything is warm. */
  private List<Samples> measure(
      List<TimedJob> jobs, ControllerClient client, Path folder, int nodes) throws Exception {
    var medians = new ArrayList<Samples>();
    for (var job : jobs) {
      job.run(client, folder);
      var runs = new ArrayList<TimedJob.Run>();
      for (int i = 0; i < options.repetitions(); i++) runs.add(job.run(client, folder));
      var wall = new Samples(runs.stream().map(TimedJob.Run::wallMillis).toList());
      medians.add(wall);
      System.out.printf(
          Locale.ROOT,
          "%d node%s %-40s wall %s ms; in the controller: plan %.0f, run %.0f, finish %.0f; kernel share %.0f %% of slot time, %.0f %% of the whole job%n",
          nodes,
          nodes == 1 ? " " : "s",
          job.name(),
          wall,
          median(runs, run -> run.job().timing().planMs()),
          median(runs, run -> run.job().timing().runMs()),
          median(runs, run -> run.job().timing().finishMs()),
          100 * median(runs, TimedJob.Run::kernelShareOfSlotTime),
          100 * median(runs, run -> run.kernelShare(nodes)));
    }
    return medians;
  }

  private static double median(
      List<TimedJob.Run> runs, java.util.function.ToDoubleFunction<TimedJob.Run> figure) {
    return new Samples(runs.stream().map(run -> figure.applyAsDouble(run)).toList()).median();
  }

  private static void compareWithNative(Path folder, List<Samples> jobs) throws IOException {
    var program = ExternalProgram.compiledC("mandelbrot", folder);
    if (program.isEmpty()) {
      System.out.println("no gcc here: no native figure");
      return;
    }
    var arguments = List.of("1600", "1200", "1000", Integer.toString(NATIVE_REPETITIONS));
    var scalar = new Samples(program.get().measure(arguments));
    System.out.printf(
        Locale.ROOT,
        "mandelbrot 1600 x 1200 x 1000, counts, gcc -O3, one thread, scalar: %s ms; the .png job takes %.2f x, the .npy job of counts %.2f x as long%n",
        scalar,
        jobs.getFirst().median() / scalar.median(),
        jobs.getLast().median() / scalar.median());
  }
}
