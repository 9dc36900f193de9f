package io.processdistro.common.text;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. */
public final class NearestName {
  private static final int DISTANCE_MAX = 4;
  private static final int LENGTH_MAX = 64;
  private static final int ID_LENGTH_MIN = 4;

  private NearestName() {}

  /**
   * The candidate with the fewest changed, missing or extra characters, at most 4 and at most half
   * of the longer name; the first of equals. A candidate that {@code written} starts, or that
   * starts it, counts as near too.
   */
  public static Optional<String> of(String written, Collection<String> candidates) {
    if (written.isEmpty() || written.length() > LENGTH_MAX) return Optional.empty();
    String best = null;
    int bestDistance = DISTANCE_MAX + 1;
    for (var candidate : candidates) {
      int distance = distance(simplified(written), simplified(candidate));
      int half = Math.max(written.length(), candidate.length()) / 2;
      if (distance < bestDistance && distance <= half) {
        best = candidate;
        bestDistance = distance;
      }
    }
    if (best != null) return Optional.of(best);
    return candidates.stream().filter(candidate -> sharesStart(candidate, written)).findFirst();
  }

  /**
   * The only id that differs from {@code written} in one character, in two if 8 were written; ids
   * are judged by as many characters as were written. Ids look alike, so others are no guess.
   */
  public static Optional<String> ofId(String written, Collection<String> ids) {
    if (written.length() < ID_LENGTH_MIN || written.length() > LENGTH_MAX) return Optional.empty();
    int most = written.length() < 2 * ID_LENGTH_MIN ? 1 : 2;
    var near =
        ids.stream()
            .filter(
                id ->
                    distance(written, id.substring(0, Math.min(id.length(), written.length())))
                        <= most)
            .limit(2)
            .toList();
    return near.size() == 1 ? Optional.of(near.getFirst()) : Optional.empty();
  }

  private static boolean sharesStart(String candidate, String written) {
    return written.length() >= 3
        && (simplified(candidate).startsWith(simplified(written))
            || simplified(written).startsWith(simplified(candidate)));
  }

  private static String simplified(String name) {
    return name.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  /** Levenshtein's distance, with two rows. */
  private static int distance(String a, String b) {
    var previous = new int[b.length() + 1];
    var current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) previous[j] = j;
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
      }
      var swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
