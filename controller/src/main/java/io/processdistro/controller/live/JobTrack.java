package io.processdistro.controller.live;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** What is remembered of one job: how far each part is, and what ran where. */
public final class JobTrack {
  private final JobId id;
  private final TileMap tiles;
  private final SpanRing spans;
  private final StealFlow steals = new StealFlow();
  private final LinkedHashSet<OpenLease> open = new LinkedHashSet<>();
  private long grains;
  private long grainsDone;
  private long grainsOut;
  private boolean ended;
  private long version;

  JobTrack(JobId id, long grains, int spansMax) {
    this.id = id;
    this.grains = grains;
    this.tiles = new TileMap(grains);
    this.spans = new SpanRing(spansMax);
  }

  /** Grows with everything that is shown. */
  public long version() {
    return version;
  }

  public int cells() {
    return tiles.cells();
  }

  public long grainsPerCell() {
    return tiles.grainsPerCell();
  }

  /** One character per cell, as the API describes them. */
  public String tiles() {
    return tiles.map();
  }

  /** The most frequent first; at most so many. */
  public List<Steals> steals(int countMax) {
    return steals.most(countMax);
  }

  /** Those in slots, the newest first, then the newest that ended; at most so many. */
  public List<Span> spans(int countMax) {
    var found = new ArrayList<Span>();
    for (var lease : open.reversed()) {
      if (found.size() >= countMax / 2) break;
      if (lease.slot == OpenLease.NO_SLOT) continue;
      found.add(
          new Span(
              lease.node.id,
              lease.slot,
              lease.startedNanos,
              Span.RUNNING,
              lease.kind,
              lease.lease.range(),
              lease.lease.key()));
    }
    int more = Math.min(spans.size(), countMax - found.size());
    for (int age = 0; age < more; age++) found.add(spans.newest(age));
    return found;
  }

  JobId id() {
    return id;
  }

  SpanRing ring() {
    return spans;
  }

  boolean hasEnded() {
    return ended;
  }

  void end() {
    ended = true;
    version++;
  }

  void grow(long newGrains) {
    grains = Math.max(grains, newGrains);
    tiles.grow(newGrains);
    version++;
  }

  /** Accepted in a life before this one. */
  void acceptedBefore(GrainRange range) {
    grainsDone += range.length();
    tiles.accepted(range);
  }

  /** Whether every grain is done or out already, so that a new lease can only be another copy. */
  boolean isAllOut() {
    return grainsDone + grainsOut >= grains;
  }

  /** A lease of the same grains that is out; null if there is none. */
  OpenLease twinOf(GrainRange range) {
    for (var lease : open) {
      if (lease.lease.range().equals(range)) return lease;
    }
    return null;
  }

  void leased(OpenLease lease) {
    open.add(lease);
    grainsOut += lease.lease.range().length();
    tiles.leased(lease.lease.range(), lease.kind);
    version++;
  }

  void stolen(OpenLease from, OpenLease to) {
    steals.count(from.node.id, to.node.id);
  }

  void closed(OpenLease lease) {
    if (!open.remove(lease)) return;
    grainsOut -= lease.lease.range().length();
    tiles.ended(lease.lease.range(), lease.kind);
    version++;
  }

  void accepted(GrainRange range) {
    grainsDone += range.length();
    tiles.accepted(range);
    version++;
  }

  /** It has to run again. */
  void troubled(GrainRange range) {
    if (twinOf(range) == null) tiles.troubled(range);
  }
}
