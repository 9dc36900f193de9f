package io.processdistro.common.values;

import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The one shape of random identifiers: 16 characters of {@code a-z2-7}, 80 random bits, no vowel
 * rules, no case.
 */
final class Identifiers {
  static final int LENGTH = 16;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
  private static final Pattern SHAPE = Pattern.compile("[a-z2-7]{" + LENGTH + "}");

  private Identifiers() {}

  static String random(RandomGenerator random) {
    var text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  static String requireShape(String what, String text) {
    if (!SHAPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          what + " is " + LENGTH + " characters of a-z and 2-7, not \"" + printable(text) + "\"");
    }
    return text;
  }

  /** At most 40 characters, control characters replaced: safe to put into a message. */
  private static String printable(String text) {
    var cut = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }
}
