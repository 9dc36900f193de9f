package io.processdistro.controller.tasks.modules;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.Growth;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskBlobs;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.controller.tasks.assembly.GrainCoverage;
import io.processdistro.controller.tasks.assembly.OutputBytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Takes the outputs of every stage of a job. What split gave becomes the inputs of execute; results
 * that are to be merged are stored for it; what the last stage gives is written into the result.
 */
final class ModuleAssembly implements ResultAssembly {
  private static final int RESULT_PACK_BYTES = 1 << 20;

  private final ModuleJob job;
  private final StageLine line;
  private final TaskBlobs blobs;
  private final ResultPieces result;
  private GrainCoverage stageDone;
  private long stageBytes;

  /** Results of the present stage, if a merge follows. */
  private ChunkPacker merged;

  private Optional<Growth> growth = Optional.empty();

  ModuleAssembly(ModuleJob job, StageLine line, TaskBlobs blobs, Path target) throws IOException {
    this.job = job;
    this.line = line;
    this.blobs = blobs;
    this.result = ResultPieces.create(job.format(), job.fileNames(), target);
    begin(line.first());
  }

  private void begin(Stage stage) {
    stageDone = new GrainCoverage(stage.count());
    stageBytes = 0;
    merged = mergedAfter(stage) ? new ChunkPacker(blobs, stage.count(), RESULT_PACK_BYTES) : null;
  }

  private boolean mergedAfter(Stage stage) {
    return switch (stage.phase()) {
      case SPLIT -> false;
      case EXECUTE -> job.merges();
      case MERGE -> stage.count() > 1;
    };
  }

  @Override
  public void accept(GrainRange range, TaskOutput output)
      throws InvalidOutputException, IOException {
    var stage = line.last();
    if (range.length() != 1 || range.from() < stage.firstGrain()) {
      throw new IllegalArgumentException("grains " + range + " are not of the present stage");
    }
    int index = Math.toIntExact(range.from() - stage.firstGrain());
    var done = new GrainRange(index, index + 1L);
    stageDone.requireMissing(done);
    requireBounded(stage, output);
    try (var bytes = new OutputBytes(output)) {
      if (stage.phase() == Phase.SPLIT) split(stage, bytes);
      else if (merged != null) merged.putWithLength(index, bytes.segment());
      else result.put(index, bytes.segment());
    }
    // What a split gave has begun another stage by now.
    if (line.last() != stage) return;
    stageDone.add(done);
    if (merged != null && stageDone.isComplete()) merge(stage);
  }

  private void requireBounded(Stage stage, TaskOutput output) throws InvalidOutputException {
    long bytes = stageBytes + output.lengthBytes();
    if (bytes > job.ceilings().resultBytesMax()) {
      throw new InvalidOutputException(
          "the outputs of "
              + stage.phase().exportName()
              + " have more than "
              + job.ceilings().resultBytesMax()
              + " bytes together, which is the most that this controller keeps of a job");
    }
    stageBytes = bytes;
  }

  private void split(Stage stage, OutputBytes bytes) throws InvalidOutputException, IOException {
    var list = bytes.segment();
    var spans = ChunkList.read(list, job.ceilings().chunksMax(), job.ceilings().inputBytesMax());
    var chunks = InputChunks.packed(list, spans, blobs);
    follow(new Stage.OfChunks(stage.endGrain(), Phase.EXECUTE, chunks));
  }

  private void merge(Stage stage) throws InvalidOutputException, IOException {
    var results = merged;
    results.finish();
    var groups =
        MergeGroups.of(results.count(), results::lengthBytes, job.ceilings().inputBytesMax());
    follow(new Stage.OfGroups(stage.endGrain(), results, groups));
  }

  private void follow(Stage next) {
    line.add(next);
    begin(next);
    growth = Optional.of(new Growth(line.grains(), merged != null, job.costClass(next.phase())));
  }

  @Override
  public Optional<Growth> takeGrowth() {
    var taken = growth;
    growth = Optional.empty();
    return taken;
  }

  @Override
  public void finish() throws IOException {
    stageDone.requireComplete();
    result.finish();
  }

  @Override
  public void close() throws IOException {
    result.close();
  }
}
