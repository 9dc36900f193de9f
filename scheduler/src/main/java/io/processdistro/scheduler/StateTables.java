package io.processdistro.scheduler;

import io.processdistro.scheduler.structures.StateTable;
import io.processdistro.scheduler.structures.StateTable.Row;
import io.processdistro.scheduler.view.JobState;
import io.processdistro.scheduler.view.NodeState;
import java.util.List;

/**
 * Every legal move of jobs, tasks, leases and nodes. {@code documentation/state-machines.md} is
 * made from these rows, and the simulation has to take each of them.
 */
final class StateTables {
  final StateTable<JobState, JobCause> jobs =
      new StateTable<>("Job", JobState.class, JobCause.class, jobRows());
  final StateTable<TaskState, TaskCause> tasks =
      new StateTable<>("Task", TaskState.class, TaskCause.class, taskRows());
  final StateTable<AttemptState, AttemptCause> attempts =
      new StateTable<>("Lease", AttemptState.class, AttemptCause.class, attemptRows());
  final StateTable<NodeState, NodeCause> nodes =
      new StateTable<>("Node", NodeState.class, NodeCause.class, nodeRows());

  List<StateTable<?, ?>> all() {
    return List.of(jobs, tasks, attempts, nodes);
  }

  private static List<Row<JobState, JobCause>> jobRows() {
    return List.of(
        new Row<>(
            JobState.QUEUED, JobCause.FIRST_LEASE, JobState.RUNNING, "A node got work of it."),
        new Row<>(
            JobState.QUEUED,
            JobCause.GREW,
            JobState.QUEUED,
            "Its results from before a restart lead to its next stage."),
        new Row<>(JobState.QUEUED, JobCause.PAUSED, JobState.PAUSED, "Somebody paused it."),
        new Row<>(
            JobState.QUEUED,
            JobCause.ALL_ACCEPTED,
            JobState.COMPLETED,
            "All its results were durable when it was submitted."),
        new Row<>(JobState.QUEUED, JobCause.GAVE_UP, JobState.FAILED, "Its deadline passed."),
        new Row<>(
            JobState.QUEUED, JobCause.CANCELLED, JobState.CANCELLED, "Somebody cancelled it."),
        new Row<>(
            JobState.RUNNING,
            JobCause.GREW,
            JobState.RUNNING,
            "Its next stage is known, or that none follows."),
        new Row<>(
            JobState.RUNNING,
            JobCause.PAUSED,
            JobState.PAUSED,
            "Unstarted leases are asked back; what runs goes on."),
        new Row<>(
            JobState.RUNNING, JobCause.ALL_ACCEPTED, JobState.COMPLETED, "Its last grain arrived."),
        new Row<>(
            JobState.RUNNING,
            JobCause.GAVE_UP,
            JobState.FAILED,
            "A task failed for good, or the deadline passed; what runs is stopped."),
        new Row<>(
            JobState.RUNNING, JobCause.CANCELLED, JobState.CANCELLED, "What runs is stopped."),
        new Row<>(
            JobState.PAUSED,
            JobCause.GREW,
            JobState.PAUSED,
            "What ran when it was paused was the last of its stage."),
        new Row<>(
            JobState.PAUSED, JobCause.RESUMED_FRESH, JobState.QUEUED, "It never had a lease."),
        new Row<>(JobState.PAUSED, JobCause.RESUMED, JobState.RUNNING, "It goes on."),
        new Row<>(
            JobState.PAUSED,
            JobCause.ALL_ACCEPTED,
            JobState.COMPLETED,
            "What ran when it was paused was all that was left."),
        new Row<>(
            JobState.PAUSED,
            JobCause.GAVE_UP,
            JobState.FAILED,
            "A task that still ran failed for good, or the deadline passed."),
        new Row<>(
            JobState.PAUSED, JobCause.CANCELLED, JobState.CANCELLED, "Somebody cancelled it."));
  }

  private static List<Row<TaskState, TaskCause>> taskRows() {
    return List.of(
        new Row<>(
            TaskState.LEASED,
            TaskCause.LEASED,
            TaskState.LEASED,
            "A second copy starts elsewhere, or the task is stolen."),
        new Row<>(
            TaskState.LEASED,
            TaskCause.LOST_ITS_LEASE,
            TaskState.QUEUED,
            "Its node was lost, or gave it back, or had to."),
        new Row<>(
            TaskState.LEASED,
            TaskCause.FAILED_FOR_NOW,
            TaskState.DELAYED,
            "It failed, and is tried again after a moment."),
        new Row<>(TaskState.LEASED, TaskCause.ACCEPTED, TaskState.DONE, "A result counts."),
        new Row<>(TaskState.LEASED, TaskCause.JOB_ENDED, TaskState.DROPPED, "Its job ended."),
        new Row<>(TaskState.QUEUED, TaskCause.LEASED, TaskState.LEASED, "A node gets it."),
        new Row<>(
            TaskState.QUEUED,
            TaskCause.ACCEPTED,
            TaskState.DONE,
            "A lease that was asked back had started after all, and won."),
        new Row<>(
            TaskState.QUEUED,
            TaskCause.ADOPTED,
            TaskState.LEASED,
            "A node has had it all the time, or has its result."),
        new Row<>(
            TaskState.QUEUED,
            TaskCause.SPLIT,
            TaskState.DROPPED,
            "Too long for this moment, or a node has had a part of it all the time: others take its place."),
        new Row<>(TaskState.QUEUED, TaskCause.JOB_ENDED, TaskState.DROPPED, "Its job ended."),
        new Row<>(TaskState.DELAYED, TaskCause.WAITED, TaskState.QUEUED, "The moment is over."),
        new Row<>(
            TaskState.DELAYED,
            TaskCause.ACCEPTED,
            TaskState.DONE,
            "A lease that was asked back had started after all, and won."),
        new Row<>(
            TaskState.DELAYED,
            TaskCause.ADOPTED,
            TaskState.LEASED,
            "A node has had it all the time, or has its result."),
        new Row<>(TaskState.DELAYED, TaskCause.JOB_ENDED, TaskState.DROPPED, "Its job ended."));
  }

  private static List<Row<AttemptState, AttemptCause>> attemptRows() {
    return List.of(
        new Row<>(
            AttemptState.WAITING,
            AttemptCause.STARTED,
            AttemptState.RUNNING,
            "A slot is free for it, or a heartbeat names it."),
        new Row<>(
            AttemptState.WAITING,
            AttemptCause.ASKED_BACK,
            AttemptState.REVOKED,
            "Stolen, or its place is needed, or its node does not run it."),
        new Row<>(
            AttemptState.WAITING,
            AttemptCause.TOLD_TO_STOP,
            AttemptState.STOPPING,
            "Another copy was faster, or its job ended."),
        new Row<>(
            AttemptState.WAITING,
            AttemptCause.SUCCEEDED,
            AttemptState.ACCEPTED,
            "Reported before we thought it had started."),
        new Row<>(
            AttemptState.WAITING,
            AttemptCause.REFUSED,
            AttemptState.INVALID,
            "Its output is wrong."),
        new Row<>(AttemptState.WAITING, AttemptCause.FAILED, AttemptState.FAILED, "It failed."),
        new Row<>(
            AttemptState.WAITING,
            AttemptCause.STOPPED,
            AttemptState.CANCELLED,
            "Its node stopped it unasked."),
        new Row<>(
            AttemptState.WAITING,
            AttemptCause.RETURNED,
            AttemptState.CANCELLED,
            "Its node gave it back unstarted."),
        new Row<>(
            AttemptState.WAITING, AttemptCause.GIVEN_UP, AttemptState.LOST, "Its node was lost."),
        new Row<>(
            AttemptState.RUNNING,
            AttemptCause.ASKED_BACK,
            AttemptState.REVOKED,
            "Its node has a free slot and yet does not run it."),
        new Row<>(
            AttemptState.RUNNING,
            AttemptCause.TOLD_TO_STOP,
            AttemptState.STOPPING,
            "Another copy was faster, or its job ended, or it ran far beyond its limit."),
        new Row<>(
            AttemptState.RUNNING,
            AttemptCause.SUCCEEDED,
            AttemptState.ACCEPTED,
            "Its result is the one that counts."),
        new Row<>(
            AttemptState.RUNNING,
            AttemptCause.REFUSED,
            AttemptState.INVALID,
            "Its output is wrong."),
        new Row<>(AttemptState.RUNNING, AttemptCause.FAILED, AttemptState.FAILED, "It failed."),
        new Row<>(
            AttemptState.RUNNING,
            AttemptCause.STOPPED,
            AttemptState.CANCELLED,
            "Its node stopped it unasked."),
        new Row<>(
            AttemptState.RUNNING,
            AttemptCause.RETURNED,
            AttemptState.CANCELLED,
            "Its node gave it back: it had not started."),
        new Row<>(
            AttemptState.RUNNING, AttemptCause.GIVEN_UP, AttemptState.LOST, "Its node was lost."),
        new Row<>(
            AttemptState.REVOKED,
            AttemptCause.TOLD_TO_STOP,
            AttemptState.STOPPING,
            "The new copy was faster, or the job ended."),
        new Row<>(
            AttemptState.REVOKED,
            AttemptCause.SUCCEEDED,
            AttemptState.ACCEPTED,
            "It had started after all, and won."),
        new Row<>(
            AttemptState.REVOKED,
            AttemptCause.REFUSED,
            AttemptState.INVALID,
            "Its output is wrong."),
        new Row<>(AttemptState.REVOKED, AttemptCause.FAILED, AttemptState.FAILED, "It failed."),
        new Row<>(
            AttemptState.REVOKED,
            AttemptCause.STOPPED,
            AttemptState.CANCELLED,
            "Its node stopped it unasked."),
        new Row<>(
            AttemptState.REVOKED,
            AttemptCause.RETURNED,
            AttemptState.CANCELLED,
            "Its node gave it back, as asked."),
        new Row<>(
            AttemptState.REVOKED,
            AttemptCause.GIVEN_UP,
            AttemptState.LOST,
            "Its node was lost, or never answered."),
        new Row<>(
            AttemptState.STOPPING,
            AttemptCause.BEATEN,
            AttemptState.DUPLICATE,
            "It succeeded after another copy had."),
        new Row<>(
            AttemptState.STOPPING,
            AttemptCause.STOPPED,
            AttemptState.CANCELLED,
            "It ended, in whatever way; nobody waits for it."),
        new Row<>(
            AttemptState.STOPPING,
            AttemptCause.RETURNED,
            AttemptState.CANCELLED,
            "Its node gave it back unstarted."),
        new Row<>(
            AttemptState.STOPPING,
            AttemptCause.GIVEN_UP,
            AttemptState.LOST,
            "Its node was lost, or never answered."),
        new Row<>(
            AttemptState.LOST,
            AttemptCause.REPORTED_LATE,
            AttemptState.STALE,
            "Reported after it was given up: counted and dropped."));
  }

  private static List<Row<NodeState, NodeCause>> nodeRows() {
    return List.of(
        new Row<>(NodeState.READY, NodeCause.DRAIN, NodeState.DRAINING, "It gets nothing new."),
        new Row<>(NodeState.READY, NodeCause.PAUSE, NodeState.PAUSED, "It gets nothing new."),
        new Row<>(
            NodeState.READY,
            NodeCause.CONNECTION_BROKE,
            NodeState.SUSPECT,
            "It has the grace to come back."),
        new Row<>(
            NodeState.READY,
            NodeCause.SILENT_WITH_MOST,
            NodeState.SUSPECT,
            "Silent, but so are most: one more lease is waited."),
        new Row<>(NodeState.READY, NodeCause.GIVEN_UP, NodeState.LOST, "Silent for too long."),
        new Row<>(NodeState.READY, NodeCause.LEFT, NodeState.GONE, "It said goodbye."),
        new Row<>(NodeState.DRAINING, NodeCause.RESUME, NodeState.READY, "It gets work again."),
        new Row<>(NodeState.DRAINING, NodeCause.PAUSE, NodeState.PAUSED, "Paused instead."),
        new Row<>(
            NodeState.DRAINING,
            NodeCause.CONNECTION_BROKE,
            NodeState.SUSPECT,
            "It has the grace to come back."),
        new Row<>(
            NodeState.DRAINING,
            NodeCause.SILENT_WITH_MOST,
            NodeState.SUSPECT,
            "Silent, but so are most: one more lease is waited."),
        new Row<>(NodeState.DRAINING, NodeCause.GIVEN_UP, NodeState.LOST, "Silent for too long."),
        new Row<>(NodeState.DRAINING, NodeCause.LEFT, NodeState.GONE, "It said goodbye."),
        new Row<>(NodeState.PAUSED, NodeCause.RESUME, NodeState.READY, "It gets work again."),
        new Row<>(NodeState.PAUSED, NodeCause.DRAIN, NodeState.DRAINING, "Drained instead."),
        new Row<>(
            NodeState.PAUSED,
            NodeCause.CONNECTION_BROKE,
            NodeState.SUSPECT,
            "It has the grace to come back."),
        new Row<>(
            NodeState.PAUSED,
            NodeCause.SILENT_WITH_MOST,
            NodeState.SUSPECT,
            "Silent, but so are most: one more lease is waited."),
        new Row<>(NodeState.PAUSED, NodeCause.GIVEN_UP, NodeState.LOST, "Silent for too long."),
        new Row<>(NodeState.PAUSED, NodeCause.LEFT, NodeState.GONE, "It said goodbye."),
        new Row<>(NodeState.SUSPECT, NodeCause.HEARD, NodeState.READY, "It is back in time."),
        new Row<>(
            NodeState.SUSPECT, NodeCause.HEARD_DRAINING, NodeState.DRAINING, "Back, and draining."),
        new Row<>(NodeState.SUSPECT, NodeCause.HEARD_PAUSED, NodeState.PAUSED, "Back, and paused."),
        new Row<>(
            NodeState.SUSPECT, NodeCause.GIVEN_UP, NodeState.LOST, "It did not come back in time."),
        new Row<>(NodeState.LOST, NodeCause.HEARD, NodeState.READY, "It said hello again."),
        new Row<>(
            NodeState.LOST, NodeCause.HEARD_DRAINING, NodeState.DRAINING, "Back, and draining."),
        new Row<>(NodeState.LOST, NodeCause.HEARD_PAUSED, NodeState.PAUSED, "Back, and paused."),
        new Row<>(NodeState.LOST, NodeCause.FORGOTTEN, NodeState.GONE, "Lost long ago."));
  }
}
