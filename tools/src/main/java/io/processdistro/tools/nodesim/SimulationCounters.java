package io.processdistro.tools.nodesim;

import java.util.concurrent.atomic.LongAdder;

/** What all simulated nodes together have seen; written on their event loops, read anywhere. */
public final class SimulationCounters {
  final LongAdder connected = new LongAdder();
  final LongAdder disconnected = new LongAdder();
  final LongAdder assigned = new LongAdder();
  final LongAdder reported = new LongAdder();
  final LongAdder acknowledged = new LongAdder();
  final LongAdder revoked = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder misunderstood = new LongAdder();
  final LongAdder heartbeats = new LongAdder();

  public long connected() {
    return connected.sum();
  }

  public long acknowledged() {
    return acknowledged.sum();
  }

  /** One line for people; also ends a run of the command. */
  @Override
  public String toString() {
    return "connected %d, disconnected %d, assigned %d, reported %d, acknowledged %d, revoked %d, refused %d, misunderstood %d, heartbeats %d"
        .formatted(
            connected.sum(),
            disconnected.sum(),
            assigned.sum(),
            reported.sum(),
            acknowledged.sum(),
            revoked.sum(),
            refused.sum(),
            misunderstood.sum(),
            heartbeats.sum());
  }
}
