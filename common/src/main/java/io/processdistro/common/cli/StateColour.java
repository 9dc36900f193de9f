package io.processdistro.common.cli;

import java.util.Set;

/** Colours for words of good and bad news; the word says the same, for whoever sees no colour. */
final class StateColour {
  static final String PLAIN = "\u001b[0m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";

  private static final Set<String> GOOD = Set.of("completed", "ready", "accepted", "passed", "ok");
  private static final Set<String> BAD =
      Set.of("failed", "lost", "refused", "quarantined", "revoked", "problem");
  private static final Set<String> BETWEEN =
      Set.of("cancelled", "suspect", "unwilling", "draining", "paused", "pending", "warning");

  private StateColour() {}

  static String paint(String cell) {
    if (GOOD.contains(cell)) return GREEN + cell + PLAIN;
    if (BAD.contains(cell)) return RED + cell + PLAIN;
    return BETWEEN.contains(cell) ? YELLOW + cell + PLAIN : cell;
  }
}
