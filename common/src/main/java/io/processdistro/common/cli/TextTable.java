package io.processdistro.common.cli;

import io.processdistro.common.text.PlainLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in aligned columns under a heading; foreign text in cells is made harmless. A screen never
 * breaks a line of it: tables of facts (two columns at most) fold their texts, others leave out
 * columns and cut cells. Where no screen is, everything is printed.
 */
public final class TextTable {
  private static final String GAP = "  ";
  private static final String CUT = "…";
  private static final int FOLDING_COLUMNS_MAX = 2;

  /** Narrower cells say nothing. */
  private static final int CELL_MIN = 8;

  private static final int FOLDED_MIN = 20;
  private static final String BOLD = "\u001b[1m";

  private final List<List<String>> rows = new ArrayList<>();
  private List<String> dispensable = List.of();

  /** With nothing but headings. */
  public TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** Columns that a narrow screen does without, by their headings, the first one first. */
  public TextTable dispensing(String... headings) {
    dispensable = List.of(headings);
    return this;
  }

  /** As many cells as there are headings; null shows as "-". */
  public void row(Object... cells) {
    var row = new ArrayList<String>(cells.length);
    for (var cell : cells) row.add(cell == null ? "-" : PlainLine.of(cell.toString()));
    rows.add(row);
  }

  /** On standard output; headings in bold and states in colours where that is wanted. */
  public void print(Terminal terminal) {
    int room = terminal.screen() ? terminal.columns() : Integer.MAX_VALUE;
    var widths = widths();
    if (widths.length <= FOLDING_COLUMNS_MAX) fold(widths, room);
    var columns = fitting(widths, room);
    boolean heading = true;
    for (var row : rows) {
      terminal.out().println(line(row, columns, widths, terminal.colours(), heading));
      heading = false;
    }
  }

  private int[] widths() {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], row.get(i).length());
    }
    return widths;
  }

  /** Gives texts of the last column that are too long further rows. */
  private void fold(int[] widths, int room) {
    int last = widths.length - 1;
    int before = last == 0 ? 0 : widths[0] + GAP.length();
    int most = Math.max(FOLDED_MIN, room - before);
    if (widths[last] <= most) return;
    widths[last] = most;
    for (var row : List.copyOf(rows)) {
      if (row.get(last).length() <= most) continue;
      var further = new ArrayList<List<String>>();
      for (var part : Folding.of(row.get(last), most)) {
        var cells = new ArrayList<String>();
        if (last > 0) cells.add(further.isEmpty() ? row.getFirst() : "");
        cells.add(part);
        further.add(cells);
      }
      int place = rows.indexOf(row);
      rows.remove(place);
      rows.addAll(place, further);
    }
  }

  /** The columns that are shown; {@code widths} is made to fit. */
  private int[] fitting(int[] widths, int room) {
    var columns = new ArrayList<>(IntStream.range(0, widths.length).boxed().toList());
    for (var heading : dispensable) {
      if (total(columns, widths) <= room) break;
      columns.remove(Integer.valueOf(rows.getFirst().indexOf(heading)));
    }
    while (total(columns, widths) > room) {
      int widest = columns.stream().reduce((a, b) -> widths[b] > widths[a] ? b : a).orElseThrow();
      if (widths[widest] <= CELL_MIN) break;
      widths[widest]--;
    }
    return columns.stream().mapToInt(Integer::intValue).toArray();
  }

  private static long total(List<Integer> columns, int[] widths) {
    return columns.stream().mapToLong(column -> widths[column] + GAP.length()).sum() - GAP.length();
  }

  private static String line(
      List<String> row, int[] columns, int[] widths, boolean colours, boolean heading) {
    var line = new StringBuilder();
    for (int column : columns) {
      if (!line.isEmpty()) line.append(GAP);
      var cell = cut(row.get(column), widths[column]);
      line.append(colours && !heading ? StateColour.paint(cell) : cell);
      line.repeat(' ', widths[column] - cell.length());
    }
    var text = line.toString().stripTrailing();
    return colours && heading ? BOLD + text + StateColour.PLAIN : text;
  }

  private static String cut(String cell, int width) {
    return cell.length() <= width ? cell : cell.substring(0, width - CUT.length()) + CUT;
  }
}
