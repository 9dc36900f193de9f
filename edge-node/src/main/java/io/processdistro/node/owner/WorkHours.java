package io.processdistro.node.owner;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.regex.Pattern;

/**
 * The hours of each day in which a node may work, by the clock on the wall: an hour that a change
 * of the clocks repeats counts both times, one that it leaves out not at all.
 *
 * @param from the first minute that belongs to them
 * @param to the first minute that does not; before {@code from} if they go over midnight
 */
public record WorkHours(LocalTime from, LocalTime to) {
  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,2}):([0-9]{2})\\s*-\\s*([0-9]{1,2}):([0-9]{2})");

  public WorkHours {
    if (from.equals(to)) {
      throw new IllegalArgumentException(
          "hours that begin and end at "
              + from
              + " are none or all: leave them out to work always");
    }
  }

  /**
   * Reads {@code 22:00-06:00}; {@code 24:00} is the end of a day.
   *
   * @throws IllegalArgumentException with a sentence for people if it is anything else
   */
  public static WorkHours parse(String text) {
    var matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' are no hours: write for example 22:00-06:00");
    }
    return new WorkHours(
        time(text, matcher.group(1), matcher.group(2)),
        time(text, matcher.group(3), matcher.group(4)));
  }

  private static LocalTime time(String text, String hours, String minutes) {
    int hour = Integer.parseInt(hours);
    int minute = Integer.parseInt(minutes);
    if (hour == 24 && minute == 0) return LocalTime.MIDNIGHT;
    try {
      return LocalTime.of(hour, minute);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'" + text + "' are no hours: " + hours + ":" + minutes + " is no time of a day", e);
    }
  }

  /** Whether that moment lies within them. */
  public boolean contain(LocalTime time) {
    boolean begun = !time.isBefore(from);
    boolean notOver = time.isBefore(to);
    return from.isBefore(to) ? begun && notOver : begun || notOver;
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
