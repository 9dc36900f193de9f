package io.processdistro.common.text;

/**
 * Foreign text made safe for a terminal: names of nodes, file names and messages come from others,
 * and escape sequences in them could rewrite what the user sees.
 */
public final class PlainLine {
  private static final int LENGTH_MAX = 2_000;

  private PlainLine() {}

  /** One line: control and formatting characters become "?", line ends a blank; bounded length. */
  public static String of(String text) {
    var plain = new StringBuilder(Math.min(text.length(), LENGTH_MAX));
    text.codePoints().limit(LENGTH_MAX).map(PlainLine::plain).forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static int plain(int codePoint) {
    if (codePoint == '\n' || codePoint == '\r' || codePoint == '\t') return ' ';
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> '?';
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> ' ';
      default -> codePoint;
    };
  }
}
