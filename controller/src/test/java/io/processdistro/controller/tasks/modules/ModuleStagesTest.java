package io.processdistro.controller.tasks.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.module.IngestedModule;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.MemoryBlobs;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.controller.tasks.SubmittedModule;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.testing.GuestModules;
import io.processdistro.controller.testing.GuestWork;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole jobs of modules without nodes: every stage planned from the outputs of the last one. */
class ModuleStagesTest {
  private static final ModuleRegistry NOTHING_HELD =
      new ModuleRegistry() {
        @Override
        public void seen(IngestedModule module) {}

        @Override
        public Optional<String> quarantineReason(ContentHash module) {
          return Optional.empty();
        }
      };

  @TempDir private Path folder;
  private final MemoryBlobs blobs = new MemoryBlobs();

  private InputBlob stored(String name, byte[] content) throws Exception {
    var file = Files.write(Files.createTempFile(folder, name, ""), content);
    return new InputBlob(name, blobs.put(ByteBuffer.wrap(content)), content.length, file);
  }

  private JobPlan plan(ModuleCeilings ceilings, byte[] input) throws Exception {
    var module = stored("module", GuestModules.nativeWith("split", "execute", "merge"));
    var request =
        new ModuleRequest(
            module.hash(), new Cut.Automatic(), Optional.empty(), ModuleRequest.Limits.DEFAULTS);
    return new ModuleTask(ceilings, NOTHING_HELD)
        .plan(
            new JobRequest(
                JsonNodeFactory.instance.objectNode(),
                Map.of("input", stored("input", input)),
                Optional.empty(),
                Optional.of(new SubmittedModule(module, request))),
            blobs);
  }

  /** Split: a chunk per byte. Execute: twice the byte. Merge: all of them joined. */
  private static byte[] doubled(Phase phase, byte[] input) {
    return switch (phase) {
      case SPLIT ->
          GuestWork.chunkList(
              IntStream.range(0, input.length).mapToObj(i -> new byte[] {input[i]}).toList());
      case EXECUTE -> new byte[] {input[0], input[0]};
      case MERGE -> {
        var chunks = GuestWork.chunks(input);
        var joined = ByteBuffer.allocate(chunks.stream().mapToInt(chunk -> chunk.length).sum());
        chunks.forEach(joined::put);
        yield joined.array();
      }
    };
  }

  /** What was accepted, by grain, and the whole result. */
  private record Ran(Map<Long, byte[]> outputs, byte[] result) {}

  private Ran run(JobPlan plan, Map<Long, byte[]> known, Random random) throws Exception {
    var target = Files.createTempDirectory(folder, "result").resolve("result");
    var outputs = new TreeMap<>(known);
    try (var assembly = plan.assembly(target)) {
      boolean open = plan.open();
      for (long from = 0, to = plan.grains(); ; ) {
        for (long grain : shuffled(from, to, random)) {
          var range = new GrainRange(grain, grain + 1);
          var output = outputs.get(grain);
          if (output == null) {
            output = doubled(plan.phaseOf(range), blobs.join(plan.inputOf(range)));
          }
          assertThat(plan.complaintAbout(range, output.length)).isEmpty();
          assembly.accept(range, new TaskOutput.InMemory(output));
          outputs.put(grain, output);
        }
        var growth = assembly.takeGrowth();
        assertThat(growth.isPresent()).isEqualTo(open);
        if (growth.isEmpty()) break;
        from = to;
        to = growth.get().grains();
        open = growth.get().open();
      }
      assembly.finish();
    }
    return new Ran(outputs, Files.readAllBytes(target));
  }

  private static List<Long> shuffled(long from, long to, Random random) {
    var grains = new ArrayList<Long>();
    for (long grain = from; grain < to; grain++) grains.add(grain);
    Collections.shuffle(grains, random);
    return grains;
  }

  private static byte[] input(int length) {
    var input = new byte[length];
    new Random(length).nextBytes(input);
    return input;
  }

  @ParameterizedTest(name = "{0} chunks")
  @ValueSource(ints = {1, 2, 255, 256, 257, 1_000})
  void resultsAreMergedInOrderWhateverOrderTheyCameIn(int chunks) throws Exception {
    var input = input(chunks);
    var result = run(plan(ModuleCeilings.DEFAULTS, input), Map.of(), new Random(chunks)).result();
    assertThat(result).hasSize(2 * chunks);
    for (int i = 0; i < chunks; i++) assertThat(result[2 * i + 1]).isEqualTo(input[i]);
  }

  /** What a restarted controller has to do: same outputs, same line, same inputs. */
  @Test
  void aJobIsRebuiltFromWhatWasAccepted() throws Exception {
    var input = input(700);
    var whole = run(plan(ModuleCeilings.DEFAULTS, input), Map.of(), new Random(1));
    var random = new Random(2);
    for (int round = 0; round < 5; round++) {
      var known = new TreeMap<>(whole.outputs());
      known.keySet().removeIf(grain -> random.nextInt(3) == 0);
      var again = run(plan(ModuleCeilings.DEFAULTS, input), known, random);
      assertThat(again.outputs().keySet()).isEqualTo(whole.outputs().keySet());
      assertThat(again.result()).isEqualTo(whole.result());
    }
  }

  @Test
  void aMergeThatNeverShrinksEndsTheJob() throws Exception {
    var small = new ModuleCeilings(1 << 30, 1_000, 100_000, 0, 1_200, 1_000, 100_000, 2, 10, 1_000);
    var plan = plan(small, input(600));
    assertThatThrownBy(() -> run(plan, Map.of(), new Random(1)))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessageContaining("the module's merge does not make results shorter");
  }

  @Test
  void allOutputsOfAStageTogetherAreBounded() throws Exception {
    var small = new ModuleCeilings(1 << 30, 1_000, 100_000, 0, 2_000, 1_000, 1_000, 2, 10, 1_000);
    var plan = plan(small, input(600));
    assertThatThrownBy(() -> run(plan, Map.of(), new Random(1)))
        .isInstanceOf(InvalidOutputException.class)
        .hasMessageContaining("the outputs of split have more than 1000 bytes together");
  }

  @Test
  void anOutputIsTakenOnceAndOnlyWithinTheLine() throws Exception {
    var plan = plan(ModuleCeilings.DEFAULTS, input(3));
    try (var assembly = plan.assembly(folder.resolve("result"))) {
      var list = new TaskOutput.InMemory(doubled(Phase.SPLIT, input(3)));
      assembly.accept(new GrainRange(0, 1), list);
      assertThatThrownBy(() -> assembly.accept(new GrainRange(0, 1), list))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> assembly.accept(new GrainRange(4, 5), list))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> plan.inputOf(new GrainRange(4, 5)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> plan.inputOf(new GrainRange(1, 3)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(assembly::finish).isInstanceOf(IllegalStateException.class);
    }
  }
}
