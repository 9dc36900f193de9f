package io.processdistro.common.values;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What people call a node: 1 to 63 letters, digits, dots, underscores or hyphens, first a letter or
 * digit. Not an identity: two nodes may have the same name.
 */
public record NodeName(@JsonValue String text) {
  private static final int LENGTH_MAX = 63;
  private static final Pattern SHAPE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0," + (LENGTH_MAX - 1) + "}");

  /**
   * @throws IllegalArgumentException with a sentence fit for users
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public NodeName {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "a node name has 1 to 63 characters, letters, digits, '.', '_' or '-', and starts with a letter or digit");
    }
  }

  /**
   * Makes a name of any host name: every other character becomes a hyphen; "node" if nothing is
   * left.
   */
  public static NodeName fromHostName(String hostName) {
    var text = hostName.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
    text = text.replaceAll("^[^a-z0-9]+", "");
    if (text.length() > LENGTH_MAX) text = text.substring(0, LENGTH_MAX);
    return new NodeName(text.isEmpty() ? "node" : text);
  }

  @Override
  public String toString() {
    return text;
  }
}
