package io.processdistro.controller.live;

import io.processdistro.scheduler.view.SchedulerSnapshot;
import java.util.ArrayDeque;

/** How much the cluster gets done, over the last {@value #WINDOW_NANOS} ns. */
final class ThroughputMeter {
  private static final long WINDOW_NANOS = 5_000_000_000L;

  private record Sample(long nanos, long tasks, long grains) {}

  /** The oldest is the last one at or before the window, if there is one. */
  private final ArrayDeque<Sample> samples = new ArrayDeque<>();

  void refresh(SchedulerSnapshot snapshot) {
    var totals = snapshot.totals();
    samples.add(
        new Sample(snapshot.nowNanos(), totals.attempts().accepted(), totals.grainsAccepted()));
    while (samples.size() > 2 && secondAge(snapshot.nowNanos()) >= WINDOW_NANOS) samples.poll();
  }

  private long secondAge(long nowNanos) {
    var oldest = samples.poll();
    long age = nowNanos - samples.peek().nanos();
    samples.push(oldest);
    return age;
  }

  Throughput throughput() {
    if (samples.size() < 2) return Throughput.NONE;
    var first = samples.peekFirst();
    var last = samples.peekLast();
    double seconds = (last.nanos() - first.nanos()) / 1e9;
    if (seconds <= 0) return Throughput.NONE;
    return new Throughput(
        (last.tasks() - first.tasks()) / seconds, (last.grains() - first.grains()) / seconds);
  }
}
