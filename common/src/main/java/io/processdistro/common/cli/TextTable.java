package io.processdistro.common.cli;

import io.processdistro.common.text.PlainLine;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns under a heading; foreign text in cells is made harmless. */
public final class TextTable {
  private static final String GAP = "  ";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final List<List<String>> rows = new ArrayList<>();

  /** With nothing but headings. */
  public TextTable(String... headings) {
    rows.add(List.of(headings));
  }

  /** As many cells as there are headings; null shows as "-". */
  public void row(Object... cells) {
    var row = new ArrayList<String>(cells.length);
    for (var cell : cells) row.add(cell == null ? "-" : PlainLine.of(cell.toString()));
    rows.add(row);
  }

  /** On standard output; the headings in bold where that is wanted. */
  public void print(Terminal terminal) {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], row.get(i).length());
    }
    boolean heading = true;
    for (var row : rows) {
      print(row, widths, terminal.out(), heading && terminal.colours());
      heading = false;
    }
  }

  private static void print(List<String> row, int[] widths, PrintStream out, boolean bold) {
    var line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      if (i > 0) line.append(GAP);
      line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length());
    }
    var text = line.toString().stripTrailing();
    out.println(bold ? BOLD + text + PLAIN : text);
  }
}
