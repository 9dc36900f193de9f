package io.processdistro.controller.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.GrainRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Runs a whole job without nodes: cuts the grains into random ranges, executes them in random order
 * with a kernel written in Java, hands the outputs in from memory or from files, and returns the
 * result file.
 */
public final class ReferenceRun {
  private final MemoryBlobs blobs;
  private final UnaryOperator<byte[]> kernel;
  private final Random random;

  public ReferenceRun(MemoryBlobs blobs, UnaryOperator<byte[]> kernel, long seed) {
    this.blobs = blobs;
    this.kernel = kernel;
    random = new Random(seed);
  }

  public Path result(JobPlan plan, Path directory) throws IOException, InvalidOutputException {
    return result(plan, directory, Math.max(1, plan.grains() / 3));
  }

  /** With ranges of at most {@code grainsMax} grains. */
  public Path result(JobPlan plan, Path directory, long grainsMax)
      throws IOException, InvalidOutputException {
    assertThat(blobs.hashes()).containsAll(plan.blobs());
    var results = Files.createTempDirectory(directory, "results");
    var target = results.resolve("result");
    try (var assembly = plan.assembly(target)) {
      for (var range : ranges(plan, grainsMax)) {
        var output = kernel.apply(blobs.join(plan.inputOf(range)));
        assertThat(plan.complaintAbout(range, output.length)).isEmpty();
        assembly.accept(range, handedIn(output, directory));
      }
      assembly.finish();
    }
    assertThat(results)
        .as("nothing is left beside the result")
        .isDirectoryNotContaining(file -> !file.equals(target));
    return target;
  }

  private List<GrainRange> ranges(JobPlan plan, long grainsMax) {
    var ranges = new ArrayList<GrainRange>();
    long longest = Math.min(plan.grainsPerTaskMax(), grainsMax);
    for (long from = 0; from < plan.grains(); ) {
      long to = Math.min(plan.grains(), from + random.nextLong(1, longest + 1));
      ranges.add(new GrainRange(from, to));
      from = to;
    }
    Collections.shuffle(ranges, random);
    return ranges;
  }

  private TaskOutput handedIn(byte[] output, Path directory) throws IOException {
    if (random.nextBoolean()) return new TaskOutput.InMemory(output);
    var file = Files.createTempFile(directory, "output", "");
    Files.write(file, output);
    return new TaskOutput.InFile(file, output.length);
  }
}
