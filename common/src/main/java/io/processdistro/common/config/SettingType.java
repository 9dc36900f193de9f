package io.processdistro.common.config;

import io.processdistro.common.text.Amounts;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What values a setting takes, as text. */
sealed interface SettingType {
  /**
   * @throws IllegalArgumentException with what is allowed, for anything else
   */
  void check(String text);

  /** A whole number in a range. */
  record Whole(long min, long max) implements SettingType {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    @Override
    public void check(String text) {
      if (DIGITS.matcher(text).matches()) {
        long number = Long.parseLong(text);
        if (number >= min && number <= max) return;
      }
      throw new IllegalArgumentException(min + " to " + max + ", not " + text);
    }
  }

  /** A time with its unit. */
  record Time(Duration min, Duration max) implements SettingType {
    @Override
    public void check(String text) {
      var time = Amounts.duration(text);
      if (time.compareTo(min) >= 0 && time.compareTo(max) <= 0) return;
      throw new IllegalArgumentException(
          Amounts.limitMillis(min.toMillis())
              + " to "
              + Amounts.limitMillis(max.toMillis())
              + ", not "
              + text);
    }
  }

  /** A size with its unit. */
  record Size(long bytesMin, long bytesMax) implements SettingType {
    @Override
    public void check(String text) {
      long bytes = Amounts.size(text);
      if (bytes >= bytesMin && bytes <= bytesMax) return;
      throw new IllegalArgumentException(
          Amounts.exactBytes(bytesMin) + " to " + Amounts.exactBytes(bytesMax) + ", not " + text);
    }
  }

  /** Yes or no. */
  record Flag() implements SettingType {
    @Override
    public void check(String text) {
      if (text.equals("true") || text.equals("false")) return;
      throw new IllegalArgumentException("true or false, not " + text);
    }
  }

  /** One of a few words. */
  record Choice(List<String> words) implements SettingType {
    @Override
    public void check(String text) {
      if (words.contains(text)) return;
      throw new IllegalArgumentException("one of " + String.join(", ", words) + ", not " + text);
    }
  }

  /** Any text but none; judged by whoever uses it. */
  record Text() implements SettingType {
    @Override
    public void check(String text) {
      if (text.isBlank()) throw new IllegalArgumentException("must not be empty");
    }
  }

  /** Several words; as one text with commas between. */
  record Words() implements SettingType {
    @Override
    public void check(String text) {
      if (text.isBlank()) throw new IllegalArgumentException("must not be empty");
    }
  }
}
