package io.processdistro.common.doctor;

import java.util.Locale;

/** How serious a finding is. */
public enum Verdict {
  OK,
  /** Works, but not as well as it could, or not for long. */
  WARNING,
  /** Does not work. */
  PROBLEM;

  /** As commands write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
