package io.processdistro.scheduler;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import java.util.List;

/**
 * Everything that can happen to the scheduler. What is not here does not concern it.
 *
 * <p>Events of one node are fed in the order in which they arrived on its connection. An event that
 * names an incarnation other than the node's present one is ignored, so a late event of a former
 * life does no harm.
 */
public sealed interface Event {

  /**
   * A job that was validated, planned and written down; also each unfinished job after a start, and
   * then best paused until nodes had time to come back with what they have of it.
   */
  record JobSubmitted(JobTicket ticket) implements Event {}

  /**
   * The line of an open job became longer, or it is known now that it does not: what its results so
   * far lead to. Left alone if the job is unknown or finished.
   *
   * @param grains length of the line from now on, not less than before
   * @param open more may follow; once this was false the job never grows again
   * @param speedClass what the new grains cost alike, as in {@link JobTicket.Work}
   */
  record JobGrown(JobId job, long grains, boolean open, String speedClass) implements Event {}

  /** Somebody no longer wants the job. Unknown and finished jobs are left as they are. */
  record JobCancelled(JobId job) implements Event {}

  /** Nothing new of this job starts; what runs goes on to its end. */
  record JobPaused(JobId job) implements Event {}

  record JobResumed(JobId job) implements Event {}

  /**
   * A node said hello, for the first time or again.
   *
   * @param held every lease the node still has. Leases that the scheduler believes to be there and
   *     that are missing here are run elsewhere; those that do not count are adopted if their range
   *     is open, else stopped, or discarded if they have ended.
   */
  record NodeConnected(NodeId node, long incarnation, NodeOffer offer, List<Holding> held)
      implements Event {
    public NodeConnected {
      held = List.copyOf(held);
    }
  }

  /**
   * The node's present connection ended without a goodbye. Feed it only for the connection that
   * brought the last {@link NodeConnected}, never for an older one that it replaced.
   */
  record NodeDisconnected(NodeId node, long incarnation) implements Event {}

  /** The node said goodbye: it holds nothing any more and does not come back by itself. */
  record NodeLeft(NodeId node, long incarnation) implements Event {}

  /**
   * @param running the leases in a slot right now
   * @param warmModules modules that a runner has compiled and warmed
   */
  record HeartbeatReceived(
      NodeId node, long incarnation, List<LeaseKey> running, List<ContentHash> warmModules)
      implements Event {
    public HeartbeatReceived {
      running = List.copyOf(running);
      warmModules = List.copyOf(warmModules);
    }
  }

  /** A ping on the node's connection took this long, there and back. */
  record RoundTripMeasured(NodeId node, long roundTripNanos) implements Event {}

  /**
   * One report of one task. Answered by exactly one {@link Command.Accept} or {@link
   * Command.Discard} of the same lease; both end in an acknowledgement to the node.
   */
  record TaskReported(NodeId node, long incarnation, LeaseKey lease, TaskResult result)
      implements Event {}

  /** The node gives these back unstarted, on demand or because it drains. */
  record LeasesReturned(NodeId node, long incarnation, List<LeaseKey> leases) implements Event {
    public LeasesReturned {
      leases = List.copyOf(leases);
    }
  }

  /** The node finishes what runs and gets nothing more; {@link NodeResumed} takes it back. */
  record NodeDraining(NodeId node) implements Event {}

  /**
   * The node itself takes no more work for now (its spool is full), or does again; what has not
   * started it gives back by itself. Each hello opens it.
   */
  record NodeIntake(NodeId node, long incarnation, boolean open) implements Event {}

  /** An operator wants nothing new on this node for now. Survives reconnects of the node. */
  record NodePaused(NodeId node) implements Event {}

  record NodeResumed(NodeId node) implements Event {}

  /**
   * Time went by. Feed it every {@link SchedulerConfig.Liveness#tickMillis()}; a longer gap is
   * taken as a stall of the controller itself and extends every lease.
   */
  record Ticked() implements Event {}
}
