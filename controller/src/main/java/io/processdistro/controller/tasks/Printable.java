package io.processdistro.controller.tasks;

/** Makes foreign text safe to repeat in a message. */
final class Printable {
  private static final int LENGTH_MAX = 40;

  private Printable() {}

  /** In double quotes, at most 40 characters, everything but printable ASCII replaced by "?". */
  static String quoted(String text) {
    var cut = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "..." : text;
    return '"' + cut.replaceAll("[^\\x20-\\x7e]", "?") + '"';
  }
}
