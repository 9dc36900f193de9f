package io.processdistro.node.tasks;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.wire.HeldLease;
import io.processdistro.common.wire.LeaseGrant;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.supervisor.TaskRunner;
import java.util.List;

/** One lease that this node holds and has not reported. Changed by {@link TaskDesk} only. */
final class HeldTask {
  enum State {
    /** Its inputs are not asked for yet. In {@code TaskDesk.unfetched}. */
    QUEUED,
    /** Its inputs are on their way; they are pinned. */
    FETCHING,
    /** Its inputs are here and pinned. In {@code TaskDesk.ready}. */
    READY,
    /**
     * With its runner, behind those that hold the slots; its inputs are pinned. In {@code Slots}.
     */
    AHEAD,
    /** In a slot; its inputs are pinned. In {@code Slots}. */
    RUNNING
  }

  final LeaseKey lease;
  final TaskTerms terms;
  final LeaseGrant grant;

  /** Both null until the module is here: not before {@link State#READY} for a user's module. */
  RunnerCommand.ModuleFile module;

  TaskRunner runner;

  /** Also its place in the order of arrival, and its number at the runner. */
  final long number;

  final long arrivedNanos;
  State state = State.QUEUED;
  List<RunnerCommand.InputFile> inputs = List.of();
  long handedOverNanos;

  /** On the agent's clock, when it learnt of the slot. */
  long startedNanos;

  String outputFile;

  /** Asked back while {@link State#AHEAD}: it ends soon, or it comes back unstarted. */
  boolean recalled;

  /** What its runner had used of a processor when it should have ended; negative before that. */
  long cpuMillisAtEnd = -1;

  boolean cancelling;
  long cancelledNanos;

  HeldTask(LeaseKey lease, TaskTerms terms, LeaseGrant grant, long number, long arrivedNanos) {
    this.lease = lease;
    this.terms = terms;
    this.grant = grant;
    this.number = number;
    this.arrivedNanos = arrivedNanos;
  }

  /** What it is about, for a controller that does not know the lease. */
  HeldLease.Claim claim() {
    return new HeldLease.Claim(terms.job(), grant.from(), grant.to());
  }
}
