package io.processdistro.node.owner;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How much of the machine's processors a node may use, as its owner writes it: a share of all of
 * them ({@code 50%}), or a number of them ({@code 2}, {@code 1.5 cores}).
 */
public record CpuLimit(double amount, Unit unit) {
  /** Below a tenth of a processor a runner would need minutes to start. */
  public static final double CORES_MIN = 0.1;

  private static final Pattern SHAPE =
      Pattern.compile("([0-9]{1,6}(?:\\.[0-9]{1,3})?)\\s*(%|cores?)?");

  /** What {@link #amount} counts. */
  public enum Unit {
    PERCENT,
    CORES
  }

  public CpuLimit {
    boolean allowed =
        switch (unit) {
          case PERCENT -> amount > 0 && amount <= 100;
          case CORES -> amount >= CORES_MIN && amount <= 4096;
        };
    if (!allowed) {
      throw new IllegalArgumentException(
          "a share is more than 0% and at most 100%, a number of cores 0.1 to 4096, not " + amount);
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence for people if it is neither form
   */
  public static CpuLimit parse(String text) {
    var matcher = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no part of a machine: write for example 50% or 2 cores");
    }
    return new CpuLimit(
        Double.parseDouble(matcher.group(1)),
        "%".equals(matcher.group(2)) ? Unit.PERCENT : Unit.CORES);
  }

  /** In processors of a machine that has {@code cpus}: at least a tenth of one, at most all. */
  public double coresOf(int cpus) {
    double cores =
        switch (unit) {
          case PERCENT -> cpus * amount / 100;
          case CORES -> amount;
        };
    return Math.clamp(cores, CORES_MIN, cpus);
  }

  /** So many tasks at once can use all of it. */
  public int slotsOf(int cpus) {
    return (int) Math.ceil(coresOf(cpus));
  }

  @Override
  public String toString() {
    var number =
        amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
    return switch (unit) {
      case PERCENT -> number + "%";
      case CORES -> number + " cores";
    };
  }
}
