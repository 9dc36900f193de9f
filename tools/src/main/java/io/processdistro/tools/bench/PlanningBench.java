package io.processdistro.tools.bench;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.management.OperatingSystemMXBean;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.tasks.TaskType;
import io.processdistro.controller.tasks.mandelbrot.Mandelbrot;
import io.processdistro.controller.tasks.matrix.MatrixMul;
import io.processdistro.controller.tasks.npy.NpyElement;
import io.processdistro.controller.tasks.npy.NpyHeader;
import io.processdistro.controller.tasks.passwords.PasswordHash;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What the controller spends on a job beside its tasks: cutting inputs into blobs, and assembling
 * results. Prints the first run (cold JVM), the best one, and the least CPU time of all threads.
 *
 * <p>Run: {@code java -cp 'dist/lib/*' io.processdistro.tools.bench.PlanningBench [directory]};
 * needs about 500 MB there (default: a temporary one).
 */
public final class PlanningBench {
  private static final int RUNS = 7;
  private static final int TASKS = 16;
  private static final int SMALL_TASKS = 60;
  private static final int SIZE = 2048;
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private static final ContentHash MODULE = ContentHash.of(new byte[0]);

  private final Path directory;
  private final PrintStream out;
  private final BenchBlobs blobs;

  private PlanningBench(Path directory, PrintStream out) throws IOException {
    this.directory = directory;
    this.out = out;
    blobs = new BenchBlobs(Files.createDirectory(directory.resolve("blobs")));
  }

  /** Measures everything; leaves the directory as it was. */
  public static void main(String[] arguments) throws Exception {
    var parent = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("bench");
    var directory = Files.createTempDirectory(parent, "planning");
    try {
      new PlanningBench(directory, System.out).run();
    } finally {
      try (var files = Files.walk(directory)) {
        for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) Files.delete(file);
      }
      if (arguments.length == 0) Files.delete(parent);
    }
  }

  private void run() throws Exception {
    out.printf("%-62s %10s %10s %10s%n", "", "first ms", "best ms", "CPU ms");
    matrices();
    images();
    wordList();
  }

  private void matrices() throws Exception {
    var type = new MatrixMul(MODULE);
    var inputs = Map.of("a", matrix("a"), "b", matrix("b"));
    measure(
        "matrix_mul plan, two f64 2048 x 2048 C-order .npy (64 MiB)",
        () -> {
          blobs.clear();
          plan(type, "{}", inputs, "npy");
        });
    var plan = plan(type, "{}", inputs, "npy");
    measure(
        "  of this SHA-256 and writing alone, one thread",
        () -> {
          var content = new byte[2 << 20];
          for (int i = 0; i < 32; i++) {
            content[0] = (byte) i;
            blobs.put(ByteBuffer.wrap(content));
          }
        });
    for (int tasks : new int[] {TASKS, SMALL_TASKS}) {
      var outputs = outputs(plan, tasks, (long) SIZE * SIZE * 8, new byte[SIZE * SIZE * 8]);
      measure(
          "matrix_mul assembly of a 2048 x 2048 f64 C.npy, %d tasks".formatted(tasks),
          () -> assemble(plan, outputs));
    }
  }

  private void images() throws Exception {
    var params = "{\"width\":1600,\"height\":1200,\"max_iterations\":1000}";
    var type = new Mandelbrot(MODULE);
    var pixels = SmoothImage.render(1600, 1200, 1000);
    var png = plan(type, params, Map.of(), "png");
    var pngOutputs = outputs(png, TASKS, pixels.length, pixels);
    measure("mandelbrot assembly of a 1600 x 1200 .png, 16 tasks", () -> assemble(png, pngOutputs));
    assemble(png, pngOutputs);
    out.printf("  the .png has %,d bytes%n", Files.size(directory.resolve("result")));
    var npy = plan(type, params, Map.of(), "npy");
    var npyOutputs = outputs(npy, TASKS, 1600 * 1200 * 4, new byte[1600 * 1200 * 4]);
    measure("mandelbrot assembly of a 1600 x 1200 .npy, 16 tasks", () -> assemble(npy, npyOutputs));
  }

  private void wordList() throws Exception {
    var list = directory.resolve("list");
    var random = new Random(1);
    var text = new StringBuilder();
    while (text.length() < 140_000_000) {
      text.append(Long.toString(random.nextLong() >>> random.nextInt(8, 40), 36)).append('\n');
    }
    Files.writeString(list, text);
    var inputs = Map.of("passwords", list);
    var type = new PasswordHash(MODULE);
    measure(
        "password_hash plan, sha256, a list of 140 MB",
        () -> {
          blobs.clear();
          plan(type, "{\"algorithm\":\"sha256\"}", inputs, "csv");
        });
  }

  private Path matrix(String name) throws IOException {
    var path = directory.resolve(name + ".npy");
    var random = new Random(name.hashCode());
    var header = NpyHeader.ofMatrix(NpyElement.FLOAT64, SIZE, SIZE).encode();
    var bytes = ByteBuffer.allocate(header.length + SIZE * SIZE * 8).put(header);
    while (bytes.hasRemaining()) bytes.putLong(random.nextLong());
    return Files.write(path, bytes.array());
  }

  private JobPlan plan(TaskType type, String params, Map<String, Path> paths, String format)
      throws Exception {
    var inputs = new HashMap<String, InputBlob>();
    for (var input : paths.entrySet()) {
      var path = input.getValue();
      inputs.put(input.getKey(), new InputBlob(input.getKey(), MODULE, Files.size(path), path));
    }
    var request = JobRequest.of(new JsonMapper().readTree(params), inputs, Optional.of(format));
    return type.plan(request, blobs);
  }

  private record RangeOutput(GrainRange range, TaskOutput output) {}

  /** Cuts the outputs of all grains, {@code length} bytes, into files of so many tasks. */
  private List<RangeOutput> outputs(JobPlan plan, int tasks, long length, byte[] all)
      throws IOException {
    var outputs = new ArrayList<RangeOutput>();
    long done = 0;
    for (int task = 0; task < tasks; task++) {
      var range = new GrainRange(plan.grains() * task / tasks, plan.grains() * (task + 1) / tasks);
      long end = range.to() == plan.grains() ? length : range.to() * (length / plan.grains());
      if (range.to() < plan.grains()) end = done + bytesOf(plan, range, length);
      var file = directory.resolve("output-" + length + "-" + tasks + "-" + task);
      Files.write(file, Arrays.copyOfRange(all, (int) done, (int) end));
      outputs.add(new RangeOutput(range, new TaskOutput.InFile(file, end - done)));
      done = end;
    }
    return outputs;
  }

  private static long bytesOf(JobPlan plan, GrainRange range, long most) {
    for (long bytes = Math.ceilDiv(most, plan.grains()); ; bytes++) {
      for (long candidate : new long[] {bytes * range.length(), (bytes + 1) * range.length()}) {
        if (plan.complaintAbout(range, candidate).isEmpty()) return candidate;
      }
    }
  }

  private void assemble(JobPlan plan, List<RangeOutput> outputs) throws Exception {
    var target = directory.resolve("result");
    Files.deleteIfExists(target);
    try (var assembly = plan.assembly(target)) {
      for (var output : outputs) assembly.accept(output.range(), output.output());
      assembly.finish();
    }
  }

  private interface Action {
    void run() throws Exception;
  }

  private void measure(String what, Action action) throws Exception {
    long first = 0;
    long best = Long.MAX_VALUE;
    long cpu = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long cpuStart = PROCESS.getProcessCpuTime();
      long start = System.nanoTime();
      action.run();
      long nanos = System.nanoTime() - start;
      if (run == 0) first = nanos;
      best = Math.min(best, nanos);
      cpu = Math.min(cpu, PROCESS.getProcessCpuTime() - cpuStart);
    }
    out.printf("%-62s %10.1f %10.1f %10.1f%n", what, first / 1e6, best / 1e6, cpu / 1e6);
  }
}
