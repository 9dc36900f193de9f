package io.processdistro.node.owner;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the owner allows for good, from the start of the node to its end.
 *
 * @param hours outside of them it takes no work
 * @param idle only while others do not use the machine
 * @param coresMax processors that agent and runners together may use on average
 */
public record OwnerRules(
    Optional<WorkHours> hours, Optional<IdleRule> idle, OptionalDouble coresMax) {
  /** Everything, always. */
  public static final OwnerRules NONE =
      new OwnerRules(Optional.empty(), Optional.empty(), OptionalDouble.empty());
}
