package io.processdistro.scheduler.structures;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;

/**
 * The legal moves of one kind of thing, as data: from a state, for a cause, to a state. Anything
 * else is a bug and throws. Remembers which rows were taken, so that a test can ask for all of
 * them.
 */
public final class StateTable<S extends Enum<S>, C extends Enum<C>> {
  /**
   * @param meaning one sentence for the generated page
   */
  public record Row<S, C>(S from, C cause, S to, String meaning) {}

  private final String name;
  private final List<Row<S, C>> rows;
  private final int[] rowIndexes;
  private final int causes;
  private final boolean[] taken;

  public StateTable(String name, Class<S> states, Class<C> causes, List<Row<S, C>> rows) {
    this.name = name;
    this.rows = List.copyOf(rows);
    this.taken = new boolean[rows.size()];
    this.causes = causes.getEnumConstants().length;
    this.rowIndexes = new int[states.getEnumConstants().length * this.causes];
    var seen = new HashSet<Integer>();
    for (int i = 0; i < rows.size(); i++) {
      int cell = cell(rows.get(i).from, rows.get(i).cause);
      if (!seen.add(cell)) {
        throw new IllegalArgumentException(name + " has two rows like " + rows.get(i));
      }
      rowIndexes[cell] = i + 1;
    }
  }

  /**
   * The state after {@code cause}.
   *
   * @throws IllegalStateException if the table has no such row
   */
  public S next(S from, C cause) {
    int index = rowIndexes[cell(from, cause)];
    if (index == 0) throw new IllegalStateException(name + ": no row for " + from + ", " + cause);
    taken[index - 1] = true;
    return rows.get(index - 1).to;
  }

  public String name() {
    return name;
  }

  public List<Row<S, C>> rows() {
    return rows;
  }

  /** Bit i: row i was taken by this instance. */
  public BitSet taken() {
    var bits = new BitSet();
    for (int i = 0; i < taken.length; i++) bits.set(i, taken[i]);
    return bits;
  }

  private int cell(S from, C cause) {
    return from.ordinal() * causes + cause.ordinal();
  }
}
