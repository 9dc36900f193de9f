package io.processdistro.controller.jobs;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.controller.driver.EventInbox;
import io.processdistro.controller.driver.NodeCommands;
import io.processdistro.controller.modules.ModuleBook;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.JobRecord;
import io.processdistro.controller.store.JobStore;
import io.processdistro.controller.store.ModuleRecord;
import io.processdistro.controller.store.StoreHealth;
import io.processdistro.controller.tasks.Growth;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.Lease;
import io.processdistro.scheduler.view.SchedulerSnapshot;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jobs that are under way: from the moment at which they are planned and written down to the
 * one at which their end is. Belongs to the event loop.
 */
final class ActiveJobs {
  private static final Logger LOG = LoggerFactory.getLogger(ActiveJobs.class);

  private final JobStore store;
  private final BlobStore blobs;
  private final ModuleBook modules;
  private final WorkerExecutor assemblers;
  private final JobLimits limits;
  private final Planner planner;
  private final JobArchive archive;
  private final EventInbox inbox;
  private final NodeCommands nodes;
  private final JobClock clock;
  private final Consumer<JobRecord> changed;
  private final StartOver startOver;
  private final Map<JobId, ActiveJob> jobs = new HashMap<>();
  private final ActiveJob.Surroundings effects = new Effects();
  private boolean stopped;

  /** Takes jobs back whose results have to be put together anew. */
  @FunctionalInterface
  interface StartOver {
    /**
     * @param nextVersion ends when nothing of the job is under way any more, with the first version
     *     that it may have then
     */
    void take(JobRecord job, Future<Long> nextVersion);
  }

  /**
   * @param changed told of every job whose status is another one now, those that have just ended
   *     included
   */
  ActiveJobs(
      JobResources resources,
      JobLimits limits,
      Planner planner,
      JobArchive archive,
      EventInbox inbox,
      NodeCommands nodes,
      JobClock clock,
      Consumer<JobRecord> changed,
      StartOver startOver) {
    this.startOver = startOver;
    this.store = resources.store();
    this.blobs = resources.blobs();
    this.modules = resources.modules();
    this.assemblers = resources.assemblers();
    this.limits = limits;
    this.planner = planner;
    this.archive = archive;
    this.inbox = inbox;
    this.nodes = nodes;
    this.clock = clock;
    this.changed = changed;
    store.watchHealth(this::storeChanged);
  }

  /** Null if it is not under way. */
  ActiveJob find(JobId id) {
    return jobs.get(id);
  }

  boolean contains(JobId id) {
    return jobs.containsKey(id);
  }

  /** Nothing that happens from now on is the end of a job. */
  void stop() {
    stopped = true;
  }

  boolean isStopped() {
    return stopped;
  }

  /** What runs goes on; nothing new is started whose result could not be written down. */
  private void storeChanged(StoreHealth health) {
    LOG.warn("store={}", health);
    if (health instanceof StoreHealth.Healthy) {
      release(Hold.STORE_TROUBLE);
    } else {
      List.copyOf(jobs.values()).forEach(job -> job.hold(Hold.STORE_TROUBLE));
    }
  }

  /** Whatever is held for this reason goes on. */
  void release(Hold reason) {
    List.copyOf(jobs.values()).forEach(job -> job.release(reason));
  }

  void refresh(SchedulerSnapshot snapshot) {
    for (var view : snapshot.jobs()) {
      var job = jobs.get(view.job());
      if (job != null && job.update(view)) changed.accept(job.record());
    }
  }

  /** From now on the job is under way. */
  ActiveJob enter(
      JobRecord record,
      Planner.Planned planned,
      Optional<FormerTasks> former,
      ActiveJob.Life life) {
    var job = new ActiveJob(record, planned, life, store, blobs, effects);
    var line =
        new AssemblyLine(
            planned.assembly(),
            Optional.of(planned.place()).filter(ignored -> !record.spec().sampled()),
            assemblers,
            limits.congestedBytes(),
            job);
    job.assembleOn(line);
    if (!planned.plan().open()) former.ifPresent(tasks -> line.begin(tasks::putInto));
    jobs.put(record.id(), job);
    changed.accept(record);
    inbox.feed(new Event.JobSubmitted(JobTickets.of(record, planned.plan(), former, clock)));
    if (!(store.health() instanceof StoreHealth.Healthy)) job.hold(Hold.STORE_TROUBLE);
    return job;
  }

  ActiveJob goOn(JobRecord record, Planner.PlannedAgain again, long firstVersion) {
    var former = again.former();
    LOG.info(
        "job=goes-on job={} tasks_kept={} plan_ms={}",
        record.id(),
        former.times().tasks(),
        again.planned().nanos() / 1_000_000);
    return enter(
        record,
        again.planned(),
        Optional.of(former),
        new ActiveJob.Life(former.times(), firstVersion));
  }

  private final class Effects implements ActiveJob.Surroundings {
    @Override
    public void durable(Lease lease) {
      nodes.acknowledge(lease.node(), lease.key());
    }

    @Override
    public void pause(ActiveJob job) {
      inbox.feed(new Event.JobPaused(job.record().id()));
    }

    @Override
    public void resume(ActiveJob job) {
      inbox.feed(new Event.JobResumed(job.record().id()));
    }

    @Override
    public void grown(ActiveJob job, Growth growth) {
      var speedClass = job.record().spec().taskType() + growth.costClass();
      inbox.feed(new Event.JobGrown(job.record().id(), growth.grains(), growth.open(), speedClass));
    }

    @Override
    public void runnerKilled(
        ActiveJob job, ContentHash module, NodeId node, Outcome.Failed evidence) {
      var kill =
          new ModuleRecord.Kill(
              job.record().id(),
              node,
              clock.now(),
              evidence.message(),
              GuestLog.bounded(evidence.log()));
      modules.killed(module, kill).ifPresent(reason -> stopAllOf(module, reason));
    }

    private void stopAllOf(ContentHash module, String reason) {
      for (var job : List.copyOf(jobs.values())) {
        if (job.planned().plan().origin().equals(Optional.of(module))) job.stopQuarantined(reason);
      }
    }

    @Override
    public void stop(ActiveJob job) {
      inbox.feed(new Event.JobCancelled(job.record().id()));
    }

    @Override
    public void startOver(ActiveJob job, Future<Void> settled) {
      startOver.take(
          job.record(),
          settled.map(
              ignored -> {
                jobs.remove(job.record().id());
                planner.release(job.planned());
                return job.version() + 1;
              }));
    }

    /** If the end cannot be written down, the job stays what it is on disk: unfinished. */
    @Override
    public void ended(ActiveJob job, ActiveJob.Ending ending) {
      if (stopped) return;
      archive
          .end(job, ending)
          .onFailure(e -> LOG.error("job=end-not-stored job={}", job.record().id(), e))
          .onSuccess(
              ignored -> {
                jobs.remove(job.record().id());
                planner.release(job.planned());
                changed.accept(job.record());
              });
    }
  }
}
