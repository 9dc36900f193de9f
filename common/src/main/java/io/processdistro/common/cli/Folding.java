package io.processdistro.common.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of a text, broken between words where that is possible. */
final class Folding {
  private Folding() {}

  /**
   * @param width of the longest line, at least 1
   */
  static List<String> of(String text, int width) {
    var lines = new ArrayList<String>();
    var rest = text;
    while (rest.length() > width) {
      int blank = rest.lastIndexOf(' ', width);
      int end = blank <= 0 ? width : blank;
      lines.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
