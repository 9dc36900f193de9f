package io.processdistro.common.module;

/** Makes names that a module chose safe to show: printable ASCII only, bounded. */
final class EscapedText {
  private static final int SHOWN_CHARACTERS_MAX = 80;

  private EscapedText() {}

  /** For messages: at most 80 characters, in quotation marks. */
  static String quoted(String text) {
    return "\"" + printable(text, SHOWN_CHARACTERS_MAX) + "\"";
  }

  /**
   * The text with {@code ?} in the place of every UTF-16 unit that is not printable ASCII, cut to
   * {@code charactersMax}. Doing it twice changes nothing more.
   */
  static String printable(String text, int charactersMax) {
    int length = Math.min(text.length(), charactersMax);
    var escaped = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      escaped.append(c >= ' ' && c <= '~' ? c : '?');
    }
    return escaped.toString();
  }
}
