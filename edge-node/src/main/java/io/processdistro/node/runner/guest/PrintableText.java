package io.processdistro.node.runner.guest;

/** Makes text that a guest may have chosen safe to show: no control characters, bounded. */
public final class PrintableText {
  private static final int LENGTH_MAX = 300;

  private PrintableText() {}

  public static String of(String text) {
    if (text == null) return "";
    var cut = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
    return cut.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
  }
}
