package io.processdistro.controller.cli.shared;

/** Times as tables and messages show them. */
public final class ShownTime {
  private ShownTime() {}

  /** A time of the API without its fraction of a second; null stays null. */
  public static String toSeconds(String time) {
    return time == null ? null : time.replaceFirst("\\.[0-9]+", "");
  }
}
