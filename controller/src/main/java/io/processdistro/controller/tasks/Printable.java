package io.processdistro.controller.tasks;

/** Makes foreign text safe to repeat in a message. */
public final class Printable {
  private static final int LENGTH_MAX = 40;

  private Printable() {}

  /** At most 40 characters and an ellipsis, everything but printable ASCII replaced by "?". */
  public static String bounded(String text) {
    var cut = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "..." : text;
    return cut.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** The same in double quotes. */
  public static String quoted(String text) {
    return '"' + bounded(text) + '"';
  }
}
