package io.processdistro.node.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses which option a mistyped one was meant to be. */
final class NearestOption {
  private static final int EDITS_MAX = 3;

  private NearestOption() {}

  /**
   * The name with the fewest edits away from {@code given} (without what follows its "="), if those
   * are three at most.
   */
  static Optional<String> of(String given, Collection<String> names) {
    var name = given.split("=", 2)[0];
    return names.stream()
        .filter(candidate -> candidate.startsWith("--") && edits(name, candidate) <= EDITS_MAX)
        .min(Comparator.comparingInt(candidate -> edits(name, candidate)));
  }

  /** Levenshtein's distance, row by row. */
  private static int edits(String from, String to) {
    var row = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) row[column] = column;
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int substituted = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
