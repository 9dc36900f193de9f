package io.processdistro.node.runner.wasi;

import java.nio.charset.StandardCharsets;

/**
 * Text of a guest with everything escaped that could change how it, or what follows it, is shown:
 * control characters (terminal commands), format characters (direction changes, invisible signs),
 * lone surrogates. Line ends and tabs stay.
 */
final class LogText {
  private LogText() {}

  /** The end of the escaped text, cut so that it has at most {@code bytesMax} bytes of UTF-8. */
  static String lastBytes(String text, int bytesMax) {
    var escaped = new StringBuilder(text.length());
    text.codePoints().forEach(character -> append(escaped, character));
    int bytes = 0;
    int from = escaped.length();
    while (from > 0) {
      int character = escaped.codePointBefore(from);
      bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
      if (bytes > bytesMax) break;
      from -= Character.charCount(character);
    }
    return escaped.substring(from);
  }

  private static void append(StringBuilder into, int character) {
    if (character == '\n' || character == '\t') {
      into.appendCodePoint(character);
      return;
    }
    switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          into.append("\\u{").append(Integer.toHexString(character)).append('}');
      default -> into.appendCodePoint(character);
    }
  }
}
