package io.processdistro.scheduler;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.JobId;
import io.processdistro.scheduler.structures.TimerQueue;
import io.processdistro.scheduler.view.HistoryEntry.Kind;
import io.processdistro.scheduler.view.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The life of jobs from submission to their end. */
final class JobBook {
  private final Cluster cluster;
  private final Leases leases;
  private final Dispatcher dispatcher;
  private final TimerQueue<Job> deadlines = new TimerQueue<>();

  JobBook(Cluster cluster, Leases leases, Dispatcher dispatcher) {
    this.cluster = cluster;
    this.leases = leases;
    this.dispatcher = dispatcher;
  }

  /**
   * A finished job of this id is forgotten: the new one is its next life.
   *
   * @throws IllegalArgumentException if a job of this id is there already: a bug of the driver
   */
  void submit(JobTicket ticket) {
    if (cluster.jobs.containsKey(ticket.job())) {
      throw new IllegalArgumentException("job " + ticket.job() + " was submitted before");
    }
    cluster.finishedJobs.removeIf(job -> job.ticket.job().equals(ticket.job()));
    long order = ++cluster.counters.jobsSubmitted;
    var job = new Job(ticket, order, cluster.nowNanos(), cluster.config.memory().historyEntries());
    cluster.jobs.put(ticket.job(), job);
    cluster.queue.enter(job, cluster.nodes.values());
    cluster.speeds.enter(job);
    job.history.job(cluster.nowNanos(), Kind.SUBMITTED, "by " + ticket.share().submitter());
    ticket.terms().deadlineNanos().ifPresent(nanos -> deadlines.add(nanos, job));
    if (job.complete()) finish(job, JobCause.ALL_ACCEPTED, new JobOutcome.Completed());
    else cluster.queue.refresh(job);
    failOverdue();
  }

  /**
   * @throws IllegalArgumentException if the line is closed or would become shorter: a bug of the
   *     driver
   */
  void grow(Event.JobGrown grown) {
    var job = cluster.jobs.get(grown.job());
    if (job == null) return;
    if (!job.open || grown.grains() < job.grains) {
      throw new IllegalArgumentException(
          (job.open ? "an open" : "a closed")
              + " line of "
              + job.grains
              + " grains cannot become one of "
              + grown.grains()
              + ": job "
              + grown.job());
    }
    job.state = cluster.tables.jobs.next(job.state, JobCause.GREW);
    long more = grown.grains() - job.grains;
    job.grow(grown.grains(), grown.open());
    if (more > 0) cluster.speeds.change(job, grown.speedClass());
    job.history.job(
        cluster.nowNanos(),
        Kind.GREW,
        "by " + more + " grains" + (grown.open() ? "" : "; none will follow"));
    if (job.complete()) complete(job);
    else cluster.queue.refresh(job);
  }

  void cancel(JobId id) {
    var job = cluster.jobs.get(id);
    if (job != null) finish(job, JobCause.CANCELLED, new JobOutcome.Cancelled());
  }

  void pause(JobId id) {
    var job = cluster.jobs.get(id);
    if (job == null || job.state == JobState.PAUSED) return;
    job.state = cluster.tables.jobs.next(job.state, JobCause.PAUSED);
    job.history.job(cluster.nowNanos(), Kind.PAUSED, "");
    for (var node : cluster.nodes.values()) {
      for (var attempt : node.waiting) {
        if (attempt.task.job == job) dispatcher.recall(attempt, "the job was paused");
      }
    }
    cluster.queue.refresh(job);
  }

  void resume(JobId id) {
    var job = cluster.jobs.get(id);
    if (job == null || job.state != JobState.PAUSED) return;
    var cause = job.startedNanos == 0 ? JobCause.RESUMED_FRESH : JobCause.RESUMED;
    job.state = cluster.tables.jobs.next(job.state, cause);
    job.history.job(cluster.nowNanos(), Kind.RESUMED, "");
    cluster.queue.refresh(job);
  }

  /** Fails every job whose deadline has passed. */
  void failOverdue() {
    for (var job = deadlines.pollDue(cluster.nowNanos());
        job != null;
        job = deadlines.pollDue(cluster.nowNanos())) {
      if (job.state.ended()) continue;
      long percent = 100 * job.accepted.grains() / job.grains;
      fail(
          job,
          new JobOutcome.Failed(
              ErrorCode.DEADLINE_EXCEEDED,
              "the job's deadline passed when "
                  + percent
                  + " % "
                  + (job.open ? "of what was known of it " : "")
                  + "was done",
              Optional.empty(),
              List.of()));
    }
  }

  void fail(Job job, JobOutcome.Failed outcome) {
    finish(job, JobCause.GAVE_UP, outcome);
  }

  /** Every grain was accepted. */
  void complete(Job job) {
    finish(job, JobCause.ALL_ACCEPTED, new JobOutcome.Completed());
  }

  private void finish(Job job, JobCause cause, JobOutcome outcome) {
    job.state = cluster.tables.jobs.next(job.state, cause);
    job.outcome = Optional.of(outcome);
    job.endedNanos = Math.max(1, cluster.nowNanos());
    if (job.state != JobState.COMPLETED) stopAll(job);
    cluster.queue.leave(job);
    cluster.speeds.leave(job);
    job.fresh.clear();
    cluster.jobs.remove(job.ticket.job());
    cluster.finishedJobs.add(job);
    count(outcome);
    job.history.job(cluster.nowNanos(), Kind.ENDED, text(outcome));
    cluster.emit(new Command.FinishJob(job.ticket.job(), outcome));
  }

  private void stopAll(Job job) {
    var tasks = new ArrayList<>(job.queued);
    tasks.addAll(job.delayed);
    for (var attempt : openAttempts(job)) {
      leases.stop(attempt);
      if (attempt.task.state == TaskState.LEASED) cluster.move(attempt.task, TaskCause.JOB_ENDED);
    }
    for (var task : tasks) cluster.move(task, TaskCause.JOB_ENDED);
    // A task whose only lease has just ended is in no list: it was leased until this moment.
    job.grainsLeased = 0;
  }

  private List<Attempt> openAttempts(Job job) {
    var found = new ArrayList<Attempt>();
    for (var node : cluster.nodes.values()) {
      for (var list : List.of(node.running, node.waiting, node.revoked)) {
        for (var attempt : list) {
          if (attempt.task.job == job) found.add(attempt);
        }
      }
    }
    return found;
  }

  private void count(JobOutcome outcome) {
    switch (outcome) {
      case JobOutcome.Completed() -> cluster.counters.jobsCompleted++;
      case JobOutcome.Failed failed -> cluster.counters.jobsFailed++;
      case JobOutcome.Cancelled() -> cluster.counters.jobsCancelled++;
    }
  }

  static String text(JobOutcome outcome) {
    return switch (outcome) {
      case JobOutcome.Completed() -> "completed";
      case JobOutcome.Failed failed -> failed.code() + ": " + failed.message();
      case JobOutcome.Cancelled() -> "cancelled";
    };
  }
}
