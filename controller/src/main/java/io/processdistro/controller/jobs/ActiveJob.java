package io.processdistro.controller.jobs;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.values.Phase;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.controller.driver.JobCommands;
import io.processdistro.controller.store.AcceptedTask;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobEnd;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.StoredBlob;
import io.processdistro.controller.tasks.Growth;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskOutput;
import io.processdistro.scheduler.JobOutcome;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.view.JobView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A job that is not finished: its plan, its assembly and its counts. */
final class ActiveJob implements JobCommands.RunningJob, AssemblyLine.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveJob.class);

  /** What the job needs of its surroundings. */
  interface Surroundings {
    /** This lease's output is written down for good; the node may forget it. */
    void durable(Lease lease);

    void pause(ActiveJob job);

    void resume(ActiveJob job);

    /** Its line is longer now. */
    void grown(ActiveJob job, Growth growth);

    /** A runner of its module had to be killed. */
    void runnerKilled(ActiveJob job, ContentHash module, NodeId node, Outcome.Failed evidence);

    /** Nothing more is to be run for it; leads to {@link ActiveJob#finish}. */
    void stop(ActiveJob job);

    /**
     * Its result has to be put together anew, from what is on disk.
     *
     * @param settled ends when nothing of the job is under way any more
     */
    void startOver(ActiveJob job, Future<Void> settled);

    /** It is over; the outcome that counts is in {@code end}. */
    void ended(ActiveJob job, Ending end);
  }

  /**
   * A job lives once more after a start of the controller, and when it is resumed after its end.
   *
   * @param former what its tasks took that were done before
   * @param firstVersion larger than any it had before
   */
  record Life(AcceptedTimes former, long firstVersion) {
    static final Life FIRST = new Life(AcceptedTimes.NONE, 1);
  }

  /**
   * @param outcome the one that counts
   * @param last the scheduler's view of the job when it was done with it
   * @param log of the guest whose failure decided; empty if there is none
   * @param result present when it completed and was no sample
   */
  record Ending(JobOutcome outcome, JobView last, String log, Optional<JobEnd.Result> result) {}

  private final JobRecord record;
  private final Planner.Planned planned;
  private final Life life;
  private final Map<Phase, TaskTerms> terms = new EnumMap<>(Phase.class);
  private final JobStore store;
  private final BlobStore blobs;
  private final Surroundings surroundings;
  private final Set<Hold> holds = EnumSet.noneOf(Hold.class);
  private AssemblyLine line;
  private JobView view;
  private long version;
  private AcceptedTimes times;

  /** Set once the scheduler is done with it. */
  private Optional<JobOutcome> outcome = Optional.empty();

  /** The guest's log with the last failure of a task, for the case that it decides. */
  private String lastLog = "";

  /** Ends when the last output that was accepted is on disk, and so all before it are. */
  private Future<Void> written = Future.succeededFuture();

  /** Set once its result has to be put together anew; ends when the scheduler is done with it. */
  private Optional<Promise<Void>> startingOver = Optional.empty();

  /** Set when we, not the scheduler, say that it failed. */
  private Optional<JobOutcome.Failed> ownFailure = Optional.empty();

  /**
   * @param life the one that begins
   */
  ActiveJob(
      JobRecord record,
      Planner.Planned planned,
      Life life,
      JobStore store,
      BlobStore blobs,
      Surroundings surroundings) {
    this.record = record;
    this.planned = planned;
    this.life = life;
    this.version = life.firstVersion();
    this.times = life.former();
    this.store = store;
    this.blobs = blobs;
    this.surroundings = surroundings;
    for (var phase : Phase.values()) terms.put(phase, termsOf(phase));
  }

  private TaskTerms termsOf(Phase phase) {
    var plan = planned.plan();
    var limits = plan.limits();
    return new TaskTerms(
        record.id(),
        record.spec().taskType(),
        plan.module(),
        phase,
        limits.wallMillisMax(),
        limits.memoryBytesMax(),
        limits.outputBytesMax(),
        limits.fuel(),
        limits.logBytesMax(),
        plan.params(),
        Optional.of(record.spec().rules().submitter()));
  }

  /** Call once, before anything else. */
  void assembleOn(AssemblyLine assemblyLine) {
    line = assemblyLine;
  }

  JobRecord record() {
    return record;
  }

  Planner.Planned planned() {
    return planned;
  }

  long version() {
    return version;
  }

  /** Whether a controller before this one, or itself before its end, has run it already. */
  boolean hadFormerLife() {
    return life.firstVersion() > Life.FIRST.firstVersion();
  }

  /** Of all its lives. */
  AcceptedTimes times() {
    return times;
  }

  /** Empty before the first snapshot after its submission. */
  Optional<JobView> view() {
    return Optional.ofNullable(view);
  }

  /** Why nothing of it is started, whatever the scheduler could do. */
  Set<Hold> holds() {
    return EnumSet.copyOf(holds);
  }

  /** Nothing new of it is started until {@link #release} for the same reason. */
  void hold(Hold reason) {
    if (holds.isEmpty()) surroundings.pause(this);
    if (holds.add(reason)) version++;
  }

  void release(Hold reason) {
    if (!holds.remove(reason)) return;
    version++;
    if (holds.isEmpty()) surroundings.resume(this);
  }

  /** Whether people can see a difference. */
  boolean update(JobView schedulersView) {
    var newView = withFormer(schedulersView);
    boolean changed =
        view == null
            || !view.grains().equals(newView.grains())
            || view.state() != newView.state()
            || view.waiting() != newView.waiting();
    view = newView;
    if (changed) version++;
    return changed;
  }

  /** What was accepted in a former life was one attempt each; see documentation/protocol.md. */
  private JobView withFormer(JobView ofThisLife) {
    long tasks = life.former().tasks();
    return tasks == 0
        ? ofThisLife
        : ofThisLife.withAttempts(ofThisLife.attempts().withMoreAccepted(tasks));
  }

  @Override
  public TaskTerms terms(GrainRange range) {
    return terms.get(planned.plan().phaseOf(range));
  }

  @Override
  public TaskInput inputOf(GrainRange range) {
    return planned.plan().inputOf(range);
  }

  @Override
  public Optional<String> complaintAbout(GrainRange range, Output output) {
    if (output instanceof Output.Blob(ContentHash hash, long lengthBytes)) {
      var stored = blobs.find(hash).map(StoredBlob::lengthBytes).orElse(-1L);
      if (stored < 0) return Optional.of("its output blob " + hash + " was not uploaded");
      if (stored != lengthBytes) {
        return Optional.of(
            "its output blob has " + stored + " bytes and was announced with " + lengthBytes);
      }
    }
    return planned.plan().complaintAbout(range, output.lengthBytes());
  }

  @Override
  public void accept(Lease lease, Output output, TaskReport report) {
    var task =
        new AcceptedTask(
            lease.range(),
            output,
            Math.max(0, report.times().slotNanos()),
            Math.max(0, report.times().kernelNanos()));
    times = times.with(task);
    written = store.accept(record.id(), task);
    written
        .onSuccess(ignored -> surroundings.durable(lease))
        .onFailure(e -> LOG.error("job=task-not-stored job={} {}", record.id(), lease.range(), e));
    line.put(lease.range(), contentOf(output));
  }

  private TaskOutput contentOf(Output output) {
    return switch (output) {
      case Output.Inline(byte[] bytes) -> new TaskOutput.InMemory(bytes);
      case Output.Blob(ContentHash hash, long lengthBytes) ->
          new TaskOutput.InFile(blobs.find(hash).orElseThrow().path(), lengthBytes);
    };
  }

  @Override
  public void finish(JobOutcome schedulersOutcome, JobView last) {
    if (outcome.isPresent()) return;
    view = withFormer(last);
    outcome = Optional.of(ownFailure.<JobOutcome>map(failure -> failure).orElse(schedulersOutcome));
    if (startingOver.isPresent()) {
      startingOver.get().complete();
      return;
    }
    switch (outcome.get()) {
      case JobOutcome.Completed completed -> line.finish();
      case JobOutcome.Cancelled cancelled -> abort(cancelled);
      case JobOutcome.Failed failed -> abort(failed);
    }
  }

  private void abort(JobOutcome how) {
    line.abort();
    end(how, Optional.empty());
  }

  private void end(JobOutcome how, Optional<JobEnd.Result> result) {
    version++;
    var log = how instanceof JobOutcome.Failed ? lastLog : "";
    surroundings.ended(this, new Ending(how, view, log, result));
  }

  @Override
  public void failed(Lease lease, Outcome.Failed failure) {
    lastLog = GuestLog.bounded(failure.log());
    if (failure.code() != ErrorCode.RUNNER_KILLED) return;
    planned
        .plan()
        .origin()
        .ifPresent(module -> surroundings.runnerKilled(this, module, lease.node(), failure));
  }

  /** Its module must not run any more. */
  void stopQuarantined(String reason) {
    fail(ErrorCode.MODULE_QUARANTINED, "its module was quarantined: " + reason);
  }

  @Override
  public void grown(Growth growth) {
    version++;
    surroundings.grown(this, growth);
  }

  @Override
  public void abandon(String message) {
    fail(ErrorCode.INTERNAL_ERROR, message);
  }

  private void fail(ErrorCode code, String message) {
    if (ownFailure.isPresent()) return;
    var failure = new JobOutcome.Failed(code, message, Optional.empty(), List.of());
    ownFailure = Optional.of(failure);
    if (outcome.isEmpty()) {
      surroundings.stop(this);
    } else {
      end(failure, Optional.empty());
    }
  }

  @Override
  public void congested(boolean congested) {
    if (congested) hold(Hold.CONGESTED);
    else release(Hold.CONGESTED);
  }

  @Override
  public void finished(long resultLengthBytes) {
    if (record.spec().sampled()) {
      end(outcome.orElseThrow(), Optional.empty());
      return;
    }
    var format = planned.plan().resultFormat();
    end(
        outcome.orElseThrow(),
        Optional.of(
            new JobEnd.Result(
                planned.place().path(),
                resultLengthBytes,
                format.extension(),
                format.contentType(),
                Optional.empty())));
  }

  @Override
  public void broken(ErrorCode code, String message) {
    fail(code, message);
  }

  @Override
  public void unwritable() {
    if (ownFailure.isPresent()) return;
    var ended = Promise.<Void>promise();
    startingOver = Optional.of(ended);
    surroundings.startOver(this, ended.future().eventually(() -> written.otherwiseEmpty()));
    if (outcome.isPresent()) ended.complete();
    else surroundings.stop(this);
  }
}
