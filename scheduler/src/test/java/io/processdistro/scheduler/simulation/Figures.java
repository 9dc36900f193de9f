package io.processdistro.scheduler.simulation;

import java.util.Locale;

/** Prints what a test measured beside what was asked, for the README and for people. */
final class Figures {
  private Figures() {}

  static void print(String what, double measured, String asked) {
    System.out.printf(Locale.ROOT, "figure: %s: %.3f (asked: %s)%n", what, measured, asked);
  }
}
