package io.processdistro.common.module;

/**
 * The names under which a metered module shows its budget to the runner. Modules may not use names
 * with this prefix themselves.
 */
public final class FuelExports {
  static final String RESERVED_PREFIX = "processdistro:";

  /**
   * A mutable i64 global, 0 in a new instance: the runner writes the budget into it before the
   * first call. It goes down as the module runs; when it is below zero the module has trapped,
   * because the budget was used up. Nothing else makes it negative.
   */
  public static final String BUDGET = RESERVED_PREFIX + "fuel";

  /**
   * The start function of a metered module, if it had one: {@code () -> ()}, to be called by the
   * runner once, after the budget was written and before anything else. (A start function of the
   * module itself would run before anybody could write a budget.)
   */
  public static final String START = RESERVED_PREFIX + "start";

  private FuelExports() {}
}
