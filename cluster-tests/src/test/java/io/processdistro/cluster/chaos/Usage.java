package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.cluster.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/**
 * What a JVM holds at one moment.
 *
 * @param heapKib live objects: used after a full collection
 */
record Usage(long heapKib, long descriptors, long threads) {
  private static final Pattern GENERATION = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)$");

  static Usage of(Program program) throws IOException {
    long pid = program.pid();
    jcmd(pid, "GC.run");
    var heap = jcmd(pid, "GC.heap_info");
    long usedKib =
        GENERATION.matcher(heap).results().mapToLong(found -> Long.parseLong(found.group(1))).sum();
    assertThat(usedKib).as(heap).isPositive();
    var process = Path.of("/proc", Long.toString(pid));
    var threads = THREADS.matcher(Files.readString(process.resolve("status")));
    assertThat(threads.find()).isTrue();
    try (var descriptors = Files.list(process.resolve("fd"))) {
      return new Usage(usedKib, descriptors.count(), Long.parseLong(threads.group(1)));
    }
  }

  private static String jcmd(long pid, String command) throws IOException {
    var program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var process =
        new ProcessBuilder(program, Long.toString(pid), command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.onExit().join().exitValue()).as(output).isZero();
    return output;
  }

  /** The median of the second quarter of the samples: what a warm program holds. */
  static long early(List<Usage> samples, ToLongFunction<Usage> value) {
    return median(samples.subList(samples.size() / 4, samples.size() / 2), value);
  }

  /** The median of the last quarter. */
  static long late(List<Usage> samples, ToLongFunction<Usage> value) {
    return median(samples.subList(samples.size() * 3 / 4, samples.size()), value);
  }

  private static long median(List<Usage> samples, ToLongFunction<Usage> value) {
    var sorted = samples.stream().mapToLong(value).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
