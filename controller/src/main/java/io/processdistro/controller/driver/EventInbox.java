package io.processdistro.controller.driver;

import io.processdistro.common.values.NodeId;
import io.processdistro.common.wire.TaskReport;
import io.processdistro.scheduler.Event;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * The one way to the scheduler. Call it on the controller's event loop only.
 *
 * <p>An event that is fed while another one is being dealt with waits for its turn: the scheduler
 * is never entered twice. Otherwise it is dealt with before the call returns.
 */
public final class EventInbox {
  /** What waits: an event, or reports that become events once they were looked at. */
  sealed interface Entry {
    record Plain(Event event) implements Entry {}

    record Reports(NodeId node, long incarnation, Iterator<TaskReport> reports) implements Entry {}
  }

  private final Queue<Entry> waiting = new ArrayDeque<>();
  private Consumer<Entry> server = entry -> {};
  private boolean busy;

  /** Takes one event. */
  public void feed(Event event) {
    put(new Entry.Plain(event));
  }

  /** Takes the reports of one frame, in order. */
  public void reported(NodeId node, long incarnation, List<TaskReport> reports) {
    put(new Entry.Reports(node, incarnation, reports.iterator()));
  }

  /** Entries go to {@code server} from now on; earlier ones are dropped. */
  void serve(Consumer<Entry> server) {
    this.server = server;
  }

  private void put(Entry entry) {
    waiting.add(entry);
    if (busy) return;
    busy = true;
    try {
      for (Entry next = waiting.poll(); next != null; next = waiting.poll()) server.accept(next);
    } finally {
      busy = false;
    }
  }
}
