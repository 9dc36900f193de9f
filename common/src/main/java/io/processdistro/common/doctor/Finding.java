package io.processdistro.common.doctor;

import com.fasterxml.jackson.annotation.JsonIgnore;

/**
 * One line of a doctor's report.
 *
 * @param check what was looked at, in a word or two
 * @param verdict ok, warning or problem
 * @param found what is so
 * @param remedy what to do about it; empty if nothing has to be done
 */
public record Finding(String check, String verdict, String found, String remedy) {
  /** As it should be. */
  public static Finding ok(String check, String found) {
    return new Finding(check, Verdict.OK.text(), found, "");
  }

  static Finding warning(String check, String found, String remedy) {
    return new Finding(check, Verdict.WARNING.text(), found, remedy);
  }

  /** Something that does not work. */
  public static Finding problem(String check, String found, String remedy) {
    return new Finding(check, Verdict.PROBLEM.text(), found, remedy);
  }

  /** Nothing was found, because looking at it was not possible or makes no sense here. */
  public static Finding notChecked(String check, String why) {
    return new Finding(check, Verdict.OK.text(), "not checked: " + why, "");
  }

  @JsonIgnore
  boolean is(Verdict wanted) {
    return verdict.equals(wanted.text());
  }
}
