package io.processdistro.controller.live;

import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.controller.driver.SchedulerWatch;
import io.processdistro.scheduler.Command;
import io.processdistro.scheduler.DiscardReason;
import io.processdistro.scheduler.Event;
import io.processdistro.scheduler.Lease;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Follows every lease from its grant to its end. What the commands do not say is inferred: a lease
 * granted right after one of the same grains was asked back was stolen, one granted while all
 * grains of its job are out is a second copy, and one that nobody waits for any more was lost.
 */
final class LeaseTracker implements SchedulerWatch {
  private static final long SWEEP_NANOS = 2_000_000_000;
  private static final int SLOTS_UNKNOWN = 1;

  private final JobTracks jobs;
  private final Map<LeaseKey, OpenLease> open = new HashMap<>();
  private final Map<NodeId, NodeSlots> nodes = new HashMap<>();
  private long sweptNanos;

  LeaseTracker(JobTracks jobs) {
    this.jobs = jobs;
  }

  /** What a node has, those in slots first. */
  List<OpenLease> leasesOf(NodeId node) {
    var slots = nodes.get(node);
    return slots == null ? List.of() : slots.leases();
  }

  @Override
  public void handled(
      long nowNanos, Event event, List<Command> commands, Predicate<LeaseKey> wanted) {
    before(event);
    OpenLease askedBack = null;
    for (var command : commands) {
      switch (command) {
        case Command.Assign(Lease lease) ->
            granted(nowNanos, lease, thiefsVictim(event, askedBack, lease), wanted);
        case Command.Accept(Lease lease) -> accepted(nowNanos, lease, slotNanos(event));
        case Command.Discard(var node, var key, var reason) ->
            discarded(nowNanos, key, reason, slotNanos(event));
        case Command.FinishJob(JobId job, var outcome) -> {
          var track = jobs.find(job);
          if (track != null) track.end();
        }
        case Command.Revoke revoke -> {}
        case Command.Cancel cancel -> {}
        case Command.CloseNode close -> {}
        case Command.SetHeartbeat set -> {}
      }
      askedBack = command instanceof Command.Revoke(var node, var key) ? open.get(key) : null;
    }
    after(nowNanos, event, wanted);
  }

  private void before(Event event) {
    if (event instanceof Event.JobSubmitted(var ticket)) {
      jobs.begin(ticket.job(), ticket.work().grains(), ticket.work().accepted());
    } else if (event instanceof Event.JobGrown grown) {
      var track = jobs.find(grown.job());
      if (track != null) track.grow(grown.grains());
    } else if (event instanceof Event.NodeConnected connected) {
      int slots = Math.max(1, connected.offer().slots());
      nodes.computeIfAbsent(connected.node(), id -> new NodeSlots(id, slots)).offer(slots);
    }
  }

  private void after(long nowNanos, Event event, Predicate<LeaseKey> wanted) {
    if (event instanceof Event.LeasesReturned returned) {
      for (var key : returned.leases()) close(nowNanos, open.get(key));
    } else if (event instanceof Event.NodeConnected connected) {
      sweep(nowNanos, leasesOf(connected.node()), wanted);
    } else if (event instanceof Event.NodeLeft left) {
      sweep(nowNanos, leasesOf(left.node()), wanted);
      if (leasesOf(left.node()).isEmpty()) nodes.remove(left.node());
    } else if (event instanceof Event.Ticked && nowNanos - sweptNanos >= SWEEP_NANOS) {
      sweptNanos = nowNanos;
      sweep(nowNanos, List.copyOf(open.values()), wanted);
    }
  }

  private void sweep(long nowNanos, List<OpenLease> leases, Predicate<LeaseKey> wanted) {
    for (var lease : leases) {
      if (!wanted.test(lease.lease.key())) lost(nowNanos, lease);
    }
  }

  /** Null unless the lease was taken from a node that would have started it later. */
  private static OpenLease thiefsVictim(Event event, OpenLease askedBack, Lease lease) {
    if (askedBack == null || event instanceof Event.NodeDraining) return null;
    if (event instanceof Event.NodePaused) return null;
    boolean same =
        askedBack.lease.job().equals(lease.job()) && askedBack.lease.range().equals(lease.range());
    return same ? askedBack : null;
  }

  private void granted(long nowNanos, Lease lease, OpenLease victim, Predicate<LeaseKey> wanted) {
    var job = jobs.find(lease.job());
    if (job == null) return;
    var kind = victim == null ? kindOf(nowNanos, job, lease, wanted) : SpanKind.STOLEN;
    var node = nodes.computeIfAbsent(lease.node(), id -> new NodeSlots(id, SLOTS_UNKNOWN));
    var granted = new OpenLease(lease, kind, job, node, nowNanos);
    open.put(lease.key(), granted);
    job.leased(granted);
    node.add(granted, nowNanos);
    if (victim != null) job.stolen(victim, granted);
  }

  private SpanKind kindOf(long nowNanos, JobTrack job, Lease lease, Predicate<LeaseKey> wanted) {
    if (!job.isAllOut()) return SpanKind.RUN;
    var twin = job.twinOf(lease.range());
    if (twin == null) return SpanKind.RUN;
    if (wanted.test(twin.lease.key())) return SpanKind.HEDGE;
    lost(nowNanos, twin);
    return SpanKind.RUN;
  }

  private static long slotNanos(Event event) {
    return event instanceof Event.TaskReported reported ? reported.result().slotNanos() : 0;
  }

  private void accepted(long nowNanos, Lease lease, long slotNanos) {
    var known = open.get(lease.key());
    var job = known == null ? jobs.find(lease.job()) : known.job;
    if (known != null) {
      span(nowNanos, known, known.kind, slotNanos);
      close(nowNanos, known);
    }
    if (job != null) job.accepted(lease.range());
  }

  private void discarded(long nowNanos, LeaseKey key, DiscardReason reason, long slotNanos) {
    var known = open.get(key);
    if (known == null) return;
    switch (reason) {
      case FAILED, INVALID -> {
        span(nowNanos, known, SpanKind.FAILED, slotNanos);
        close(nowNanos, known);
        known.job.troubled(known.lease.range());
      }
      case CANCELLED, DUPLICATE -> {
        if (slotNanos > 0) span(nowNanos, known, SpanKind.CANCELLED, slotNanos);
        close(nowNanos, known);
      }
      case STALE -> lost(nowNanos, known);
    }
  }

  private void lost(long nowNanos, OpenLease lease) {
    if (lease.slot != OpenLease.NO_SLOT) {
      span(nowNanos, lease, SpanKind.LOST, nowNanos - lease.startedNanos);
    }
    close(nowNanos, lease);
    lease.job.troubled(lease.lease.range());
  }

  /** It held its slot for so long, and not before that was free. */
  private void span(long nowNanos, OpenLease lease, SpanKind kind, long slotNanos) {
    lease.node.ensureSlot(lease, nowNanos);
    if (lease.slot == OpenLease.NO_SLOT) return;
    long earliest = Math.max(lease.assignedNanos, lease.node.freeSinceNanos(lease));
    long from = Math.clamp(nowNanos - slotNanos, Math.min(earliest, nowNanos), nowNanos);
    jobs.makeRoom(lease.job);
    lease.job.ring().add(lease, kind, from, nowNanos);
  }

  /**
   * @param lease null if it is not known
   */
  private void close(long nowNanos, OpenLease lease) {
    if (lease == null || open.remove(lease.lease.key()) == null) return;
    lease.node.remove(lease, nowNanos);
    lease.job.closed(lease);
  }

  /** For a view: what is known now. */
  static List<LeaseView> views(List<OpenLease> leases, int countMax) {
    var views = new ArrayList<LeaseView>();
    for (var lease : leases) {
      if (views.size() == countMax) break;
      views.add(
          new LeaseView(
              lease.lease,
              lease.slot == OpenLease.NO_SLOT ? Optional.empty() : Optional.of(lease.slot),
              lease.assignedNanos));
    }
    return views;
  }
}
