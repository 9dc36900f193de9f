package io.processdistro.node.runner.guest;

import io.processdistro.common.module.FuelExports;
import java.util.Optional;
import org.graalvm.polyglot.Value;

/**
 * The instruction budget of one guest: a global of its metered module that counts down. For the
 * thread that runs the guest only.
 */
public final class FuelMeter {
  private static final long UNLIMITED = Long.MAX_VALUE;

  private final Optional<Value> budget;

  private FuelMeter(Optional<Value> budget) {
    this.budget = budget;
  }

  /**
   * Writes the budget into the guest; before any call of it.
   *
   * @param fuel 0 for no limit
   * @throws GuestFault if there is a limit, but the module cannot count
   */
  public static FuelMeter fill(Guest guest, long fuel) throws GuestFault {
    var budget = guest.global(FuelExports.BUDGET);
    if (budget.isEmpty() && fuel > 0) {
      throw GuestFault.ofModule(
          "the job has a fuel limit, but its module is not metered: submit it with --fuel");
    }
    budget.ifPresent(global -> global.putMember("value", fuel > 0 ? fuel : UNLIMITED));
    return new FuelMeter(budget);
  }

  /** Whether it is the budget that ended the guest. Only while its context is open. */
  public boolean isExhausted() {
    return budget.isPresent() && budget.get().getMember("value").asLong() < 0;
  }
}
