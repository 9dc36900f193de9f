package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.scheduler.structures.Ring;
import io.processdistro.scheduler.view.HistoryEntry;
import io.processdistro.scheduler.view.HistoryEntry.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What happened to one job lately: bounded, with rare entries kept longer than routine ones. */
final class History {
  /** Many things happen at one time; the number keeps them in order. */
  private record Numbered(long number, HistoryEntry entry) {}

  private final Ring<Numbered> routine;
  private final Ring<Numbered> rare;
  private long number;

  History(int entriesMax) {
    routine = new Ring<>(entriesMax);
    rare = new Ring<>(entriesMax);
  }

  void job(long nanos, Kind kind, String note) {
    add(
        rare,
        new HistoryEntry(nanos, kind, Optional.empty(), Optional.empty(), Optional.empty(), note));
  }

  void task(long nanos, Kind kind, GrainRange range, String note) {
    add(
        rare,
        new HistoryEntry(
            nanos, kind, Optional.of(range), Optional.empty(), Optional.empty(), note));
  }

  void lease(long nanos, Kind kind, Lease lease, String note) {
    var ring = kind.routine() ? routine : rare;
    add(
        ring,
        new HistoryEntry(
            nanos,
            kind,
            Optional.of(lease.range()),
            Optional.of(lease.node()),
            Optional.of(lease.key()),
            note));
  }

  private void add(Ring<Numbered> ring, HistoryEntry entry) {
    ring.add(new Numbered(++number, entry));
  }

  /** Entries that fell out. */
  long forgotten() {
    return routine.dropped() + rare.dropped();
  }

  /**
   * Oldest first.
   *
   * @param range only entries that concern it, or the whole job; empty for all
   */
  List<HistoryEntry> entries(Optional<GrainRange> range) {
    var entries = new ArrayList<Numbered>(rare.entries());
    entries.addAll(routine.entries());
    entries.removeIf(numbered -> !concerns(numbered.entry, range));
    entries.sort(Comparator.comparingLong(Numbered::number));
    return entries.stream().map(Numbered::entry).toList();
  }

  private static boolean concerns(HistoryEntry entry, Optional<GrainRange> range) {
    return range.isEmpty() || entry.range().isEmpty() || entry.range().get().overlaps(range.get());
  }
}
