package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskLimits;
import io.processdistro.controller.tasks.TaskOutput;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * A few tiles of a job, spread evenly over its line and all of one length: what it takes to
 * estimate how long the whole takes. A grain of this plan is a tile of the whole one. What the
 * tiles give is dropped.
 */
final class SampledPlan implements JobPlan {
  /** Enough for a spread that means something, and so few that they are done in seconds. */
  static final int TILES_MAX = 32;

  /** A tile is such a part of the job at most, or a single grain: long jobs get longer tiles. */
  private static final long TILES_OF_WHOLE = 400L * TILES_MAX;

  private final JobPlan whole;
  private final long tiles;
  private final long grainsPerTile;

  private SampledPlan(JobPlan whole) {
    this.whole = whole;
    this.tiles = Math.min(TILES_MAX, whole.grains());
    this.grainsPerTile = Math.clamp(whole.grains() / TILES_OF_WHOLE, 1, whole.grainsPerTaskMax());
  }

  /**
   * @throws InvalidJobException if the job's own split decides which tiles there are
   */
  static SampledPlan of(JobPlan whole) throws InvalidJobException {
    if (whole.phaseOf(new GrainRange(0, 1)) == Phase.SPLIT) {
      throw new InvalidJobException(
          ErrorCode.INVALID_REQUEST,
          "estimate",
          "this job cannot be estimated: its module's split decides what its tiles are, while it runs",
          "have the controller cut the input, for example with --split lines:1000");
    }
    return new SampledPlan(whole);
  }

  /** Of a job that is sampled. */
  static SampledPlan of(ActiveJob sampled) {
    return (SampledPlan) sampled.planned().plan();
  }

  JobPlan whole() {
    return whole;
  }

  long grainsPerTile() {
    return grainsPerTile;
  }

  /** Where a tile lies in the whole line. */
  private GrainRange rangeOf(GrainRange tile) {
    requireWithin(tile);
    // Neither factor is large: at most 32 tiles, and a line of grains that have numbers.
    long from = Math.multiplyExact(tile.from(), whole.grains()) / tiles;
    return new GrainRange(from, from + grainsPerTile);
  }

  @Override
  public long grains() {
    return tiles;
  }

  @Override
  public long grainsPerTaskMax() {
    return 1;
  }

  /** What is measured of tiles says nothing of the speed of whole tasks. */
  @Override
  public String costClass() {
    return whole.costClass() + " in tiles of " + grainsPerTile;
  }

  @Override
  public ContentHash module() {
    return whole.module();
  }

  @Override
  public Optional<ContentHash> origin() {
    return whole.origin();
  }

  /** There is no result that another job could use. */
  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public TaskLimits limits() {
    return whole.limits();
  }

  @Override
  public String params() {
    return whole.params();
  }

  @Override
  public Phase phaseOf(GrainRange range) {
    return whole.phaseOf(rangeOf(range));
  }

  @Override
  public Set<ContentHash> blobs() {
    return whole.blobs();
  }

  @Override
  public TaskInput inputOf(GrainRange range) {
    return whole.inputOf(rangeOf(range));
  }

  @Override
  public Optional<String> complaintAbout(GrainRange range, long outputLengthBytes) {
    return whole.complaintAbout(rangeOf(range), outputLengthBytes);
  }

  @Override
  public ResultFormat resultFormat() {
    return whole.resultFormat();
  }

  @Override
  public ResultAssembly assembly(Path target) {
    return new Dropping();
  }

  private static final class Dropping implements ResultAssembly {
    @Override
    public void accept(GrainRange range, TaskOutput output) {}

    @Override
    public void finish() {}

    @Override
    public void close() {}
  }
}
