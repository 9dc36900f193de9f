package io.processdistro.controller.trial;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.IngestedModule;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.trial.TrialCommand;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.controller.tasks.SubmittedModule;
import io.processdistro.controller.tasks.modules.ModuleCeilings;
import io.processdistro.controller.tasks.modules.ModuleRegistry;
import io.processdistro.controller.tasks.modules.ModuleTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Runs the job that a submit would make, on this machine and several times: as it is cut and in one
 * chunk, in order and shuffled. Every task runs twice, and its outputs must be equal; results of
 * both cuts must be equal too, unless that is not asked for. Blocks; use once.
 */
public final class ModuleTrial {
  private static final String INPUT = "input";

  private final Wishes wishes;
  private final Path folder;
  private final TrialBench.Opener opener;
  private final TrialBlobs blobs;
  private final PhaseMeter meter = new PhaseMeter();
  private final List<JobPass> passes = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private InputBlob module;
  private InputBlob input;

  /**
   * @param phases empty for the usual ones
   * @param params an object
   * @param inOneChunk whether the result is compared with that of the uncut input; empty for the
   *     usual: yes, unless the module cuts its input itself, because then its chunks need not look
   *     like its input
   * @param shuffleSeed decides the other order
   */
  public record Wishes(
      Path module,
      Path input,
      Cut cut,
      Optional<Set<Phase>> phases,
      ModuleRequest.Limits limits,
      JsonNode params,
      Optional<Boolean> inOneChunk,
      long shuffleSeed) {}

  /** A trial knows no module but its own, and nothing against it. */
  private static final class Unsuspecting implements ModuleRegistry {
    @Override
    public void seen(IngestedModule module) {}

    @Override
    public Optional<String> quarantineReason(ContentHash module) {
      return Optional.empty();
    }
  }

  /**
   * @param folder empty; whoever made it removes it
   */
  public ModuleTrial(Wishes wishes, Path folder, TrialBench.Opener opener) throws IOException {
    this.wishes = wishes;
    this.folder = folder.toAbsolutePath();
    this.opener = opener;
    this.blobs = new TrialBlobs(Files.createDirectory(this.folder.resolve("blobs")));
  }

  /**
   * @throws InvalidJobException if a submit would be refused too
   * @throws IOException if there can be no bench, or it broke
   */
  public TrialReport run() throws InvalidJobException, IOException {
    module = blobs.adopt("module", wishes.module());
    input = blobs.adopt(INPUT, wishes.input());
    var plan = plan(wishes.cut(), wishes.phases());
    try (var bench = opener.open(setup(plan))) {
      if (!bench.warning().isEmpty()) notes.add(bench.warning());
      var problem = runAll(bench, plan);
      return report(plan, problem);
    }
  }

  private Optional<TrialReport.Problem> runAll(TrialBench bench, JobPlan plan)
      throws InvalidJobException, IOException {
    boolean splits = plan.phaseOf(new GrainRange(0, 1)) == Phase.SPLIT;
    boolean uncut =
        !splits && (wishes.cut() instanceof Cut.Automatic || wishes.cut() instanceof Cut.Whole);
    var asCut = new JobPass("as cut", plan, blobs, folder.resolve("cut-1"), meter);
    var problem = pass(bench, asCut, Optional.empty(), Optional.empty());
    if (problem.isPresent()) return problem;
    problem =
        pass(
            bench,
            new JobPass(
                "as cut, shuffled",
                plan(wishes.cut(), wishes.phases()),
                blobs,
                folder.resolve("cut-2"),
                meter),
            Optional.of(new SplittableRandom(wishes.shuffleSeed())),
            Optional.of(asCut));
    if (problem.isPresent()) return problem;
    if (asCut.chunks() < 2) {
      notes.add(
          "there was only one chunk, so nothing was shuffled and little was merged"
              + (uncut ? ": cut the input with --split lines:1000 or --chunk-size 64KiB" : ""));
    }
    if (uncut) return Optional.empty();
    if (!wishes.inOneChunk().orElse(!splits)) {
      if (splits && wishes.inOneChunk().isEmpty()) {
        notes.add(
            "the module cuts its input itself, so its chunks need not look like its input: the"
                + " result was not compared with that of one chunk (--one-chunk does)");
      }
      return Optional.empty();
    }
    return inOneChunk(bench, asCut);
  }

  private Optional<TrialReport.Problem> inOneChunk(TrialBench bench, JobPass asCut)
      throws IOException {
    JobPass first;
    JobPass second;
    try {
      first = oneChunkPass("in one chunk", "whole-1");
      second = oneChunkPass("in one chunk, again", "whole-2");
    } catch (InvalidJobException e) {
      notes.add("the result was not compared with that of one chunk: " + e.getMessage());
      return Optional.empty();
    }
    var problem = pass(bench, first, Optional.empty(), Optional.empty());
    if (problem.isEmpty()) problem = pass(bench, second, Optional.empty(), Optional.of(first));
    if (problem.isPresent()) return problem;
    long atByte = Files.mismatch(asCut.resultFile(), first.resultFile());
    if (atByte < 0) return Optional.empty();
    return Optional.of(
        new TrialReport.Problem.DependsOnCut(
            first.name(),
            asCut.name(),
            atByte,
            Files.size(first.resultFile()),
            Files.size(asCut.resultFile())));
  }

  private JobPass oneChunkPass(String name, String directory)
      throws InvalidJobException, IOException {
    var phases =
        wishes.phases().map(set -> Set.copyOf(set.stream().filter(p -> p != Phase.SPLIT).toList()));
    return new JobPass(
        name, plan(new Cut.Whole(), phases), blobs, folder.resolve(directory), meter);
  }

  private Optional<TrialReport.Problem> pass(
      TrialBench bench, JobPass pass, Optional<RandomGenerator> shuffle, Optional<JobPass> earlier)
      throws IOException {
    var problem = pass.run(bench, shuffle, earlier);
    if (problem.isEmpty()) passes.add(pass);
    return problem;
  }

  private JobPlan plan(Cut cut, Optional<Set<Phase>> phases)
      throws InvalidJobException, IOException {
    var request = new ModuleRequest(module.hash(), cut, phases, wishes.limits());
    return new ModuleTask(ModuleCeilings.DEFAULTS, new Unsuspecting())
        .plan(
            new JobRequest(
                wishes.params(),
                Map.of(INPUT, input),
                Optional.empty(),
                Optional.of(new SubmittedModule(module, request))),
            blobs);
  }

  private TrialCommand.Open setup(JobPlan plan) throws IOException {
    var file = blobs.file(plan.module());
    var limits = plan.limits();
    return new TrialCommand.Open(
        new TrialCommand.Module(
            file.toString(), plan.module().toString(), shape(file), plan.params()),
        new TrialCommand.Walls(
            limits.wallMillisMax(),
            limits.memoryBytesMax(),
            limits.outputBytesMax(),
            limits.logBytesMax(),
            limits.fuel()),
        folder.toString());
  }

  /** As a node does: it ingests what it fetched once more, which changes nothing. */
  private static ModuleShape shape(Path file) throws IOException {
    try {
      var rules = IngestRules.DEFAULTS.withMemoryBytesMax(ModuleCeilings.DEFAULTS.memoryBytesMax());
      return ModuleIngest.ingest(Files.readAllBytes(file), rules).facts().shape();
    } catch (ModuleRefusedException e) {
      throw new IOException("the rewritten module is refused: " + e.getMessage(), e);
    }
  }

  private TrialReport report(JobPlan plan, Optional<TrialReport.Problem> problem)
      throws IOException {
    var summaries = new ArrayList<TrialReport.Pass>();
    for (var pass : passes) summaries.add(pass.summary());
    return new TrialReport(plan.module(), summaries, meter.times(), problem, notes);
  }
}
