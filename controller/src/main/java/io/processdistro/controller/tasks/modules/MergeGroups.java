package io.processdistro.controller.tasks.modules;

import io.processdistro.controller.tasks.InvalidOutputException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * Which results are merged together: neighbours, so that their order is kept, in groups of about
 * equal number, bounded by number and by bytes. Depends on nothing but the lengths, so every run of
 * a job merges alike. Each group has two or more, unless only one is left: so each level has at
 * most about half as many results as the one before, whatever merge does.
 */
final class MergeGroups {
  /**
   * Most results in one merge. One result has at most two slices, so an input stays within the
   * slices that a task may have.
   */
  static final int RESULTS_MAX = 256;

  /** A group of more than two is not longer than this: more merges run side by side. */
  static final long BYTES_AIM = 16L << 20;

  private MergeGroups() {}

  /** From the first result to the end of the last, exclusive. */
  record Group(int from, int to) {}

  /**
   * @param lengths of every result, with the length before it
   * @param bytesMax longest input of a merge
   * @throws InvalidOutputException if two neighbours are too long to be merged
   */
  static List<Group> of(int results, IntToLongFunction lengths, long bytesMax)
      throws InvalidOutputException {
    int groupsMin = (results + RESULTS_MAX - 1) / RESULTS_MAX;
    int resultsAim = Math.max(2, (results + groupsMin - 1) / groupsMin);
    var groups = new ArrayList<Group>(groupsMin);
    for (int from = 0; from < results; ) {
      int to = endOf(from, Math.min(results, from + resultsAim), lengths, bytesMax);
      groups.add(new Group(from, to));
      from = to;
    }
    return groups;
  }

  private static int endOf(int from, int latest, IntToLongFunction lengths, long bytesMax)
      throws InvalidOutputException {
    long bytes = lengths.applyAsLong(from);
    int to = from + 1;
    while (to < latest) {
      long more = lengths.applyAsLong(to);
      boolean second = to == from + 1;
      if (second && bytes + more > bytesMax) {
        throw new InvalidOutputException(
            "results "
                + from
                + " and "
                + to
                + " have "
                + (bytes + more)
                + " bytes together, and one merge takes at most "
                + bytesMax
                + ": the module's merge does not make results shorter, or its execute makes them"
                + " too long");
      }
      if (!second && bytes + more > Math.min(BYTES_AIM, bytesMax)) break;
      bytes += more;
      to++;
    }
    return to;
  }
}
