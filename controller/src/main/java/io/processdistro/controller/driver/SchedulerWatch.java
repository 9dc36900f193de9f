package io.processdistro.controller.driver;

import io.processdistro.common.values.LeaseKey;
import io.processdistro.scheduler.Command;
import io.processdistro.scheduler.Event;
import java.util.List;
import java.util.function.Predicate;

/**
 * Hears of every event and of what the scheduler made of it, in order, before any of it is
 * executed. Called on the event loop for every report: it has to be quick, and must not feed
 * events.
 */
@FunctionalInterface
public interface SchedulerWatch {
  /** For those who look at snapshots alone. */
  SchedulerWatch NONE = (nowNanos, event, commands, open) -> {};

  /**
   * @param open whether somebody still waits for the report of a lease
   */
  void handled(long nowNanos, Event event, List<Command> commands, Predicate<LeaseKey> open);
}
