package io.processdistro.controller.report;

/**
 * Writes HTML that is well-formed XML too. Every text and every value of an attribute is escaped
 * here, whoever it came from; names of elements, attributes and classes are ours.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder();

  /** As it is: only for what this package wrote itself. */
  Markup raw(String ours) {
    out.append(ours);
    return this;
  }

  Markup text(Object text) {
    out.append(escaped(String.valueOf(text)));
    return this;
  }

  /** {@code <name a="1" b="2">}, from pairs of names and values. */
  Markup open(String name, Object... attributes) {
    return tag(name, ">", attributes);
  }

  Markup close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  /** An element that HTML too knows as empty, or one of SVG: any other would stay open in HTML. */
  Markup empty(String name, Object... attributes) {
    return tag(name, "/>", attributes);
  }

  /** An element that holds one text. */
  Markup element(String name, Object text, Object... attributes) {
    return open(name, attributes).text(text).close(name);
  }

  private Markup tag(String name, String end, Object... attributes) {
    out.append('<').append(name);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      out.append(escaped(String.valueOf(attributes[i + 1]))).append('"');
    }
    out.append(end);
    return this;
  }

  /** Characters that XML does not know become U+FFFD. */
  static String escaped(String text) {
    var safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.appendCodePoint(isKnown(point) ? point : 0xFFFD);
              }
            });
    return safe.toString();
  }

  private static boolean isKnown(int point) {
    if (point == '\t' || point == '\n' || point == '\r') return true;
    return point >= 0x20
        && !Character.isSurrogate((char) point) | point > 0xFFFF
        && point != 0xFFFE
        && point != 0xFFFF
        && !(point >= 0x7F && point <= 0x9F);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
