package io.processdistro.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.ControllerMessage;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.NodeMessage;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.node.testing.FakeController;
import io.processdistro.wasm.BuiltInModule;
import io.processdistro.wasm.abi.MandelbrotInput;
import io.processdistro.wasm.reference.ReferenceMandelbrot;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The node with the runner and a kernel as users have them; only the controller is fake. */
@Timeout(300)
class EdgeNodeWithRealRunnerTest {
  private static final MandelbrotInput.Image IMAGE = new MandelbrotInput.Image(64, 48, 200);
  private static final MandelbrotInput.Region REGION =
      new MandelbrotInput.Region(-2.5, 1, -1.25, 1.25);

  @TempDir Path directory;
  private RealNode node;
  private FakeController controller;

  @BeforeEach
  void start() throws Exception {
    node = new RealNode(directory);
    controller = node.controller;
    controller.await(NodeMessage.Heartbeat.class, beat -> beat.engine().compiling());
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void tilesOfAnImageAreComputedExactlyAndTheEngineCompiles() {
    int tiles = 12;
    long pixelsPerTile = IMAGE.pixels() / tiles;
    var grants =
        IntStream.range(0, tiles)
            .mapToObj(i -> grant(i + 1, i * pixelsPerTile, (i + 1) * pixelsPerTile))
            .toList();
    controller.send(new ControllerMessage.Assign(1, List.of(terms()), grants));

    var reports = reports(tiles);
    var expected = ReferenceMandelbrot.counts(IMAGE, REGION, 0, IMAGE.pixels());
    for (var report : reports) {
      assertThat(report.times().kernelNanos()).isPositive();
      assertThat(report.times().slotNanos()).isGreaterThan(report.times().kernelNanos());
      int from = (int) ((report.lease().number() - 1) * pixelsPerTile);
      assertThat(counts(report.outcome()))
          .containsExactly(
              IntStream.range(from, from + (int) pixelsPerTile).map(i -> expected[i]).toArray());
    }
    var warm = controller.await(NodeMessage.Heartbeat.class, beat -> !beat.warmModules().isEmpty());
    assertThat(warm.warmModules()).containsExactly(module().toString());
  }

  private static ContentHash module() {
    return ContentHash.of(BuiltInModule.MANDELBROT.bytes());
  }

  private static TaskTerms terms() {
    return TaskTerms.ofBuiltIn(
        JobId.random(new Random(3)), "mandelbrot", module(), 60_000, 64 << 20, 16 << 20);
  }

  private static LeaseGrant grant(long number, long fromPixel, long toPixel) {
    var input =
        new MandelbrotInput(IMAGE, REGION, MandelbrotInput.Output.COUNTS, fromPixel, toPixel);
    return new LeaseGrant(number, 0, fromPixel, toPixel, input.header(), List.of());
  }

  private List<TaskReport> reports(int count) {
    var reports = new ArrayList<TaskReport>();
    while (reports.size() < count) {
      reports.addAll(controller.await(NodeMessage.Report.class).tasks());
    }
    return reports;
  }

  private static int[] counts(Outcome outcome) {
    var output = (Output.Inline) ((Outcome.Succeeded) outcome).output();
    var words = ByteBuffer.wrap(output.bytes()).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer();
    var counts = new int[words.remaining()];
    words.get(counts);
    return counts;
  }
}
