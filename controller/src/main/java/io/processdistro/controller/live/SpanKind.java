package io.processdistro.controller.live;

import java.util.Locale;

/** What became of an attempt; while it runs, how it came about. */
public enum SpanKind {
  RUN,
  /** A second copy of a slow task. */
  HEDGE,
  /** Taken from the node that had it first. */
  STOLEN,
  FAILED,
  LOST,
  /** Stopped on demand, or another copy was faster. */
  CANCELLED;

  /** As the API writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its result counts, or still may. */
  public boolean good() {
    return switch (this) {
      case RUN, HEDGE, STOLEN -> true;
      case FAILED, LOST, CANCELLED -> false;
    };
  }
}
