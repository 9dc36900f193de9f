package io.processdistro.scheduler;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.scheduler.structures.Dice;
import io.processdistro.scheduler.view.JobView;
import io.processdistro.scheduler.view.NodeView;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A scheduler on a test bench: events by hand, commands at hand, time only when the test says so.
 * Nodes never answer by themselves; see {@code simulation} for nodes that do.
 */
final class Bench {
  static final ContentHash MODULE = ContentHash.of(new byte[] {1});
  static final ContentHash OUTPUT = ContentHash.of(new byte[] {2});
  static final long MILLI = 1_000_000;

  /** Leases of lower epochs are of a former life of the controller. */
  static final long EPOCH = 10;

  final Scheduler scheduler;
  private final RandomGenerator ids;
  private long nowNanos = 1;

  /** Everything since the last {@link #clear}. */
  final List<Command> commands = new ArrayList<>();

  Bench() {
    this(SchedulerConfig.DEFAULTS);
  }

  Bench(SchedulerConfig config) {
    scheduler = new Scheduler(config, EPOCH, 1);
    var dice = new Dice(7);
    ids = dice::nextLong;
  }

  List<Command> feed(Event event) {
    var result = scheduler.handle(nowNanos, event);
    commands.addAll(result);
    return result;
  }

  /** Lets time go by in ticks of 100 ms. */
  void sleep(long millis) {
    for (long slept = 0; slept < millis; slept += 100) {
      nowNanos += Math.min(100, millis - slept) * MILLI;
      feed(new Event.Ticked());
    }
  }

  /** As {@link #sleep}, while these nodes give signs of life. */
  void sleep(long millis, NodeId... alive) {
    for (long slept = 0; slept < millis; slept += 500) {
      sleep(Math.min(500, millis - slept));
      for (var node : alive) heartbeat(node, running(node));
    }
  }

  /** Time goes by, and the scheduler hears of nothing. */
  void stall(long millis) {
    nowNanos += millis * MILLI;
  }

  void clear() {
    commands.clear();
  }

  NodeId node(int slots) {
    return node(slots, 1L << 30);
  }

  NodeId node(int slots, long memoryBytes) {
    var node = NodeId.random(ids);
    connect(node, 1, slots, memoryBytes, List.of());
    return node;
  }

  void connect(NodeId node, long incarnation, int slots, long memoryBytes, List<Holding> held) {
    feed(new Event.NodeConnected(node, incarnation, new NodeOffer(slots, memoryBytes), held));
  }

  JobId newId() {
    return JobId.random(ids);
  }

  JobTicket ticket(long grains) {
    return new JobTicket(
        newId(),
        JobTicket.Work.of("test", MODULE, grains),
        JobTicket.Share.of("somebody"),
        JobTicket.Terms.DEFAULTS);
  }

  /** One grain per task. */
  JobTicket singles(long grains) {
    var ticket = ticket(grains);
    return new JobTicket(
        ticket.job(), ticket.work().withGrainsPerTaskFixed(1), ticket.share(), ticket.terms());
  }

  JobId submit(JobTicket ticket) {
    feed(new Event.JobSubmitted(ticket));
    return ticket.job();
  }

  void heartbeat(NodeId node, List<LeaseKey> running) {
    feed(new Event.HeartbeatReceived(node, 1, running, List.of()));
  }

  private List<LeaseKey> running(NodeId node) {
    var held = leases(node).stream().map(Lease::key).toList();
    return held.subList(0, Math.min(held.size(), view(node).slots()));
  }

  List<Command> succeed(Lease lease) {
    return succeed(lease, 10);
  }

  List<Command> succeed(Lease lease, long millis) {
    return report(lease, new TaskResult.Succeeded(OUTPUT, millis * MILLI, millis * MILLI));
  }

  List<Command> fail(Lease lease, ErrorCode code) {
    return report(lease, new TaskResult.Failed(code, "for the test", MILLI));
  }

  List<Command> report(Lease lease, TaskResult result) {
    return feed(new Event.TaskReported(lease.node(), lease.incarnation(), lease.key(), result));
  }

  /** Leases sent so far to any node, oldest first, minus those whose end the commands show. */
  List<Lease> leases() {
    var open = new ArrayList<Lease>();
    for (var command : commands) {
      switch (command) {
        case Command.Assign(var lease) -> open.add(lease);
        case Command.Accept(var lease) -> open.remove(lease);
        case Command.Discard(var node, var key, var reason) ->
            open.removeIf(lease -> lease.key().equals(key));
        case Command.Revoke(var node, var key) -> open.removeIf(lease -> lease.key().equals(key));
        case Command.Cancel(var node, var key) -> open.removeIf(lease -> lease.key().equals(key));
        case Command.FinishJob finish -> {}
        case Command.CloseNode close -> open.removeIf(lease -> lease.node().equals(close.node()));
        case Command.SetHeartbeat set -> {}
      }
    }
    return open;
  }

  List<Lease> leases(NodeId node) {
    return leases().stream().filter(lease -> lease.node().equals(node)).toList();
  }

  <C extends Command> List<C> sent(Class<C> kind) {
    return commands.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Reports success of whatever is out until nothing is. */
  void runAll() {
    for (var open = leases(); !open.isEmpty(); open = leases()) succeed(open.getFirst());
  }

  NodeView view(NodeId node) {
    return scheduler.snapshot(nowNanos).nodes().stream()
        .filter(view -> view.node().equals(node))
        .findFirst()
        .orElseThrow();
  }

  List<JobView> jobs() {
    return scheduler.snapshot(nowNanos).jobs();
  }

  JobView view(JobId job) {
    return jobs().stream().filter(view -> view.job().equals(job)).findFirst().orElseThrow();
  }

  List<Long> takeReassignNanos() {
    return scheduler.takeReassignNanos();
  }

  long nowNanos() {
    return nowNanos;
  }
}
