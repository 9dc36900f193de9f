package io.processdistro.tools.nodesim;

import java.time.Duration;

/**
 * How a simulated node treats its tasks.
 *
 * @param slots tasks at once
 * @param taskTime how long each takes; zero answers within the same event-loop turn
 * @param slowdown factor on {@code taskTime}, at least 1
 * @param failureShare share of tasks, 0 to 1, that end as "runner died"
 */
public record Behaviour(int slots, Duration taskTime, double slowdown, double failureShare) {
  public Behaviour {
    if (slots < 1) throw new IllegalArgumentException("slots must be at least 1, was " + slots);
    if (taskTime.isNegative()) {
      throw new IllegalArgumentException("taskTime must not be negative, was " + taskTime);
    }
    if (!(slowdown >= 1)) {
      throw new IllegalArgumentException("slowdown must be at least 1, was " + slowdown);
    }
    if (!(failureShare >= 0 && failureShare <= 1)) {
      throw new IllegalArgumentException("failureShare must be 0 to 1, was " + failureShare);
    }
  }

  Behaviour slower(double factor) {
    return new Behaviour(slots, taskTime, slowdown * factor, failureShare);
  }

  long taskMillis() {
    return Math.round(taskTime.toNanos() * slowdown / 1e6);
  }
}
