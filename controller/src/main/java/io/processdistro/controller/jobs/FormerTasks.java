package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.Output;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.StoredBlob;
import io.processdistro.controller.tasks.Growth;
import io.processdistro.controller.tasks.InvalidOutputException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.scheduler.structures.RangeSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The tasks of a job that were accepted in a former life of it: which of them count, what is known
 * of the line by them, and their outputs for the assembly. Belongs to one worker at a time; all
 * methods that read block.
 */
final class FormerTasks {
  private final JobId job;
  private final JobStore store;
  private final BlobStore blobs;
  private final JobPlan plan;
  private final RangeSet counting = new RangeSet();

  /** By their place among all that are stored. */
  private final BitSet countingPlaces = new BitSet();

  /** Those whose output is gone, or of which the line says nothing. */
  private final List<GrainRange> unusable = new ArrayList<>();

  private AcceptedTimes times = AcceptedTimes.NONE;
  private Optional<Growth> growth = Optional.empty();

  private FormerTasks(JobId job, JobStore store, BlobStore blobs, JobPlan plan) {
    this.job = job;
    this.store = store;
    this.blobs = blobs;
    this.plan = plan;
  }

  /**
   * Looks through what is stored. Of an open plan the outputs go into {@code assembly} now, because
   * they say how long the line is; of any other one {@link #putInto} does it later.
   */
  static FormerTasks read(
      JobId job, JobStore store, BlobStore blobs, JobPlan plan, ResultAssembly assembly)
      throws InvalidOutputException, IOException {
    var tasks = new FormerTasks(job, store, blobs, plan);
    tasks.forEach(
        (place, task) -> {
          if (!tasks.takeIfUsable(task)) return;
          tasks.countingPlaces.set(place);
          if (!plan.open()) return;
          assembly.accept(task.range(), tasks.content(task.output()));
          assembly.takeGrowth().ifPresent(grown -> tasks.growth = Optional.of(grown));
        });
    return tasks;
  }

  /** Gives the outputs of those that count to the assembly of a plan that is not open. */
  void putInto(ResultAssembly assembly) throws InvalidOutputException, IOException {
    forEach(
        (place, task) -> {
          if (countingPlaces.get(place)) assembly.accept(task.range(), content(task.output()));
        });
  }

  /** Refuses to go on without an output that was acknowledged. */
  void requireAllUsable() throws JobRefusedException {
    for (var range : unusable) {
      if (counting.contains(range)) continue;
      throw new JobRefusedException(
          ErrorCode.STORE_FAILED,
          null,
          "the stored output of grains " + range + " is gone or damaged",
          "\"controller resume " + job + "\" computes what is missing once more");
    }
  }

  /** In ascending order, as few as possible. */
  List<GrainRange> ranges() {
    return counting.ranges();
  }

  /** What the tasks that count took. */
  AcceptedTimes times() {
    return times;
  }

  /** How long the line is by them; empty if it is as planned. */
  Optional<Growth> growth() {
    return growth;
  }

  private boolean takeIfUsable(AcceptedTask task) throws IOException {
    var range = task.range();
    // Where an output was gone and had to be computed again, the new one follows the old one.
    if (counting.intersects(range)) return false;
    long grains = growth.map(Growth::grains).orElse(plan.grains());
    if (range.to() > grains || !isWhole(task.output())) {
      unusable.add(range);
      return false;
    }
    counting.add(range);
    times = times.with(task);
    return true;
  }

  private boolean isWhole(Output output) throws IOException {
    return switch (output) {
      case Output.Inline inline -> true;
      case Output.Blob(ContentHash hash, long lengthBytes) ->
          blobs.load(hash).map(StoredBlob::lengthBytes).filter(it -> it == lengthBytes).isPresent();
    };
  }

  private TaskOutput content(Output output) throws IOException {
    return switch (output) {
      case Output.Inline(byte[] bytes) -> new TaskOutput.InMemory(bytes);
      case Output.Blob(ContentHash hash, long lengthBytes) -> {
        var blob = blobs.load(hash);
        if (blob.isEmpty()) throw new IOException("the blob " + hash + " is gone");
        yield new TaskOutput.InFile(blob.get().path(), lengthBytes);
      }
    };
  }

  @FunctionalInterface
  private interface Action {
    void take(int place, AcceptedTask task) throws InvalidOutputException, IOException;
  }

  private void forEach(Action action) throws InvalidOutputException, IOException {
    var visitor = new Visitor(action);
    store.readAccepted(job, visitor);
    if (visitor.invalid != null) throw visitor.invalid;
    if (visitor.broken != null) throw visitor.broken;
  }

  /** Carries the first failure past a consumer that must not throw, and skips what follows. */
  private static final class Visitor implements Consumer<AcceptedTask> {
    private final Action action;
    private int place;
    private InvalidOutputException invalid;
    private IOException broken;

    Visitor(Action action) {
      this.action = action;
    }

    @Override
    public void accept(AcceptedTask task) {
      if (invalid != null || broken != null) return;
      try {
        action.take(place++, task);
      } catch (InvalidOutputException e) {
        invalid = e;
      } catch (IOException e) {
        broken = e;
      }
    }
  }
}
