package io.processdistro.controller.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.corpus.Code;
import io.processdistro.common.module.corpus.ModuleBuilder;
import io.processdistro.common.module.corpus.Tasks;
import io.processdistro.common.trial.TrialCommand;
import io.processdistro.common.trial.TrialEvent;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.ModuleRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial finds; its tasks are run by Java in place of a guest. */
class ModuleTrialTest {
  private static final String INPUT = "1\n20\n300\n4000\n50000\n";

  @TempDir private Path folder;

  /** The phases as a guest would have them. */
  private interface Guest {
    byte[] run(Phase phase, String input, int nthTask) throws GuestFailed;
  }

  private static final class GuestFailed extends Exception {
    private static final long serialVersionUID = 1;
  }

  private final class FakeBench implements TrialBench.Opened {
    private final Guest guest;
    private final List<String> inputs = new ArrayList<>();

    FakeBench(Guest guest) {
      this.guest = guest;
    }

    @Override
    public TrialEvent.Ended run(TrialCommand.Run task) throws IOException {
      var input = new ByteArrayOutputStream();
      input.write(task.header());
      for (var part : task.parts()) {
        try (var file = new RandomAccessFile(part.file(), "r")) {
          var bytes = new byte[Math.toIntExact(part.length())];
          file.seek(part.offset());
          file.readFully(bytes);
          input.write(bytes);
        }
      }
      inputs.add(task.phase() + " " + input);
      try {
        var text = input.toString(StandardCharsets.ISO_8859_1);
        Files.write(Path.of(task.outputFile()), guest.run(task.phase(), text, inputs.size() - 1));
        return new TrialEvent.Ended(null, 3_000_000, 2_000_000);
      } catch (GuestFailed e) {
        return new TrialEvent.Ended(
            new TrialEvent.Failure(ErrorCode.FUEL_EXHAUSTED, "fuel exhausted after 5", "a word"),
            1,
            1);
      }
    }

    @Override
    public String warning() {
      return "";
    }

    @Override
    public void close() {}
  }

  @Test
  void aJobThatAlwaysGivesTheSamePasses() throws Exception {
    var bench = new FakeBench(ModuleTrialTest::sum);

    var report = trial(bench, module("merge"), new Cut.ByLines(1));

    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.passes())
        .extracting(TrialReport.Pass::name, TrialReport.Pass::chunks)
        .containsExactly(
            tuple("as cut", 5L),
            tuple("as cut, shuffled", 5L),
            tuple("in one chunk", 1L),
            tuple("in one chunk, again", 1L));
    assertThat(report.passes())
        .extracting(TrialReport.Pass::result)
        .hasSize(4)
        .containsOnly(report.passes().getFirst().result());
    assertThat(report.phases())
        .extracting(TrialReport.PhaseTimes::phase, TrialReport.PhaseTimes::tasks)
        .containsExactly(tuple(Phase.EXECUTE, 12L), tuple(Phase.MERGE, 4L));
  }

  @Test
  void theSecondTimeChunksComeInAnotherOrder() throws Exception {
    var bench = new FakeBench(ModuleTrialTest::sum);

    trial(bench, module("merge"), new Cut.ByLines(1));

    var inOrder = bench.inputs.subList(0, 5);
    var shuffled = bench.inputs.subList(6, 11);
    assertThat(inOrder).first().isEqualTo("EXECUTE 1\n");
    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(inOrder).isNotEqualTo(inOrder);
  }

  @Test
  void anOutputThatChangesIsNamedWithItsTaskAndByte() throws Exception {
    var bench =
        new FakeBench(
            (phase, input, nth) -> {
              boolean changes = phase == Phase.EXECUTE && input.startsWith("300") && nth > 5;
              return (changes ? "30x" : input.strip()).getBytes(StandardCharsets.UTF_8);
            });

    var report = trial(bench, module(), new Cut.ByLines(1));

    assertThat(report.problem())
        .contains(
            new TrialReport.Problem.NotDeterministic("as cut, shuffled", Phase.EXECUTE, 2, 2));
    assertThat(report.passes()).hasSize(1);
  }

  @Test
  void aResultThatDependsOnTheCutIsAProblemUnlessItIsWanted() throws Exception {
    Guest length = (phase, input, nth) -> (input.length() + ";").getBytes(StandardCharsets.UTF_8);

    var compared = trial(new FakeBench(length), module(), new Cut.ByLines(2));
    var alone = trial(new FakeBench(length), module(), new Cut.ByLines(2), Optional.of(false));

    assertThat(compared.problem())
        .contains(new TrialReport.Problem.DependsOnCut("in one chunk", "as cut", 0, 3, 6));
    assertThat(alone.problem()).isEmpty();
    assertThat(alone.passes()).hasSize(2);
  }

  @Test
  void aTaskThatFailsEndsTheTrial() throws Exception {
    var bench =
        new FakeBench(
            (phase, input, nth) -> {
              if (input.startsWith("300")) throw new GuestFailed();
              return sum(phase, input, nth);
            });

    var report = trial(bench, module("merge"), new Cut.ByLines(1));

    assertThat(report.problem())
        .contains(
            new TrialReport.Problem.TaskFailed(
                "as cut",
                Phase.EXECUTE,
                2,
                ErrorCode.FUEL_EXHAUSTED,
                "fuel exhausted after 5",
                "a word"));
    assertThat(bench.inputs).hasSize(3);
  }

  @Test
  void aChunkListThatLiesIsAProblemOfSplit() throws Exception {
    var bench = new FakeBench((phase, input, nth) -> new byte[] {9, 0, 0, 0, 1});

    var report = trial(bench, module("split"), new Cut.Automatic());

    assertThat(report.problem())
        .hasValueSatisfying(
            problem -> {
              var failed = (TrialReport.Problem.TaskFailed) problem;
              assertThat(failed.phase()).isEqualTo(Phase.SPLIT);
              assertThat(failed.code()).isEqualTo(ErrorCode.GUEST_OUTPUT_INVALID);
              assertThat(failed.message()).contains("9 chunks");
            });
  }

  @Test
  void aModuleThatCutsItsInputIsComparedWithOneChunkOnlyOnDemand() throws Exception {
    var usual =
        trial(new FakeBench(ModuleTrialTest::sum), module("split", "merge"), new Cut.Automatic());
    var asked =
        trial(
            new FakeBench(ModuleTrialTest::sum),
            module("split", "merge"),
            new Cut.Automatic(),
            Optional.of(true));

    assertThat(usual.problem()).isEmpty();
    assertThat(usual.passes())
        .hasSize(2)
        .first()
        .extracting(TrialReport.Pass::chunks)
        .isEqualTo(5L);
    assertThat(usual.notes()).singleElement().asString().contains("--one-chunk");
    assertThat(asked.problem()).isEmpty();
    assertThat(asked.passes()).hasSize(4);
  }

  @Test
  void anUncutInputSaysWhatWasNotTested() throws Exception {
    var report = trial(new FakeBench(ModuleTrialTest::sum), module("merge"), new Cut.Automatic());

    assertThat(report.problem()).isEmpty();
    assertThat(report.notes()).singleElement().asString().contains("--split lines:1000");
  }

  @Test
  void whatASubmitWouldRefuseIsRefusedBeforeAnythingRuns() {
    assertThatThrownBy(() -> trial(failing(), new byte[] {1, 2, 3}, new Cut.Whole()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("the module is refused");
    assertThatThrownBy(() -> trial(failing(), module(), new Cut.ByModule()))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("exports no split");
  }

  private FakeBench failing() {
    return new FakeBench(
        (phase, input, nth) -> {
          throw new AssertionError("nothing is to be run");
        });
  }

  private TrialReport trial(FakeBench bench, byte[] module, Cut cut) throws Exception {
    return trial(bench, module, cut, Optional.empty());
  }

  private TrialReport trial(FakeBench bench, byte[] module, Cut cut, Optional<Boolean> oneChunk)
      throws Exception {
    var wishes =
        new ModuleTrial.Wishes(
            Files.write(folder.resolve("m.wasm"), module),
            Files.writeString(folder.resolve("input.txt"), INPUT),
            cut,
            Optional.<Set<Phase>>empty(),
            ModuleRequest.Limits.DEFAULTS,
            new JsonMapper().createObjectNode(),
            oneChunk,
            1);
    var own = Files.createTempDirectory(folder, "trial");
    return new ModuleTrial(wishes, own, setup -> bench).run();
  }

  /** A native module that exports execute and the phases named; its code is never run. */
  private static byte[] module(String... phases) {
    return Tasks.execute(
        Tasks.noOutput(),
        builder -> {
          builder.memory(1);
          for (var phase : phases) export(builder, phase);
        });
  }

  private static void export(ModuleBuilder builder, String phase) {
    builder.exportFunction(phase, builder.function(Tasks.PHASE_TYPE, new Code().i64(0)));
  }

  /** Adds up numbers in lines; its split makes a chunk of each line. */
  private static byte[] sum(Phase phase, String input, int nthTask) {
    return switch (phase) {
      case SPLIT -> chunkList(input.split("(?<=\n)"));
      case EXECUTE -> total(input);
      case MERGE -> {
        var list = ByteBuffer.wrap(input.getBytes(StandardCharsets.ISO_8859_1));
        list.order(ByteOrder.LITTLE_ENDIAN);
        var lines = new StringBuilder();
        int count = list.getInt();
        for (int i = 0; i < count; i++) {
          var chunk = new byte[list.getInt()];
          list.get(chunk);
          lines.append(new String(chunk, StandardCharsets.US_ASCII));
        }
        yield total(lines.toString());
      }
    };
  }

  private static byte[] total(String lines) {
    long sum = lines.lines().mapToLong(Long::parseLong).sum();
    return String.format(Locale.ROOT, "%d%n", sum).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] chunkList(String... chunks) {
    var list = ByteBuffer.allocate(1_000).order(ByteOrder.LITTLE_ENDIAN).putInt(chunks.length);
    for (var chunk : chunks) {
      list.putInt(chunk.length()).put(chunk.getBytes(StandardCharsets.US_ASCII));
    }
    return Arrays.copyOf(list.array(), list.position());
  }
}
