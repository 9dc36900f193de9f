package io.processdistro.common.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/**
 * Texts that can be written again. CBOR's reader lets the three bytes of half a surrogate pair
 * pass, which no writer of UTF-8 takes: such a text would break whoever shows it.
 */
final class WholeText extends StdScalarDeserializer<String> {
  private static final long serialVersionUID = 1;

  WholeText() {
    super(String.class);
  }

  @Override
  public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
    var text = StringDeserializer.instance.deserialize(in, context);
    if (text != null && hasHalfPair(text)) {
      return (String) context.handleWeirdStringValue(String.class, "", "text that is not Unicode");
    }
    return text;
  }

  private static boolean hasHalfPair(String text) {
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (!Character.isSurrogate(unit)) continue;
      boolean pair =
          Character.isHighSurrogate(unit)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!pair) return true;
      i++;
    }
    return false;
  }
}
