package io.processdistro.controller.tasks.modules;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.ModuleFacts;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.controller.tasks.TaskLimits;
import java.util.OptionalLong;

/** The walls of a job: what was asked for, else the default, never more than the ceilings. */
final class JobWalls {
  private JobWalls() {}

  /**
   * @throws InvalidJobException naming the wall and what is allowed
   */
  static TaskLimits of(ModuleRequest.Limits wished, ModuleCeilings ceilings)
      throws InvalidJobException {
    return new TaskLimits(
        within(
            "wall_millis_max",
            wished.wallMillisMax(),
            1,
            ceilings.wallMillisMax(),
            ceilings.wallMillisUsual()),
        within(
            "memory_bytes_max",
            wished.memoryBytesMax(),
            ModuleCeilings.WASM_PAGE_BYTES,
            ceilings.memoryBytesMax(),
            ModuleCeilings.MEMORY_BYTES_DEFAULT),
        within(
            "output_bytes_max",
            wished.outputBytesMax(),
            1,
            ceilings.outputBytesMax(),
            ModuleCeilings.OUTPUT_BYTES_DEFAULT),
        within(
            "log_bytes_max",
            wished.logBytesMax(),
            0,
            ceilings.logBytesMax(),
            ModuleCeilings.LOG_BYTES_DEFAULT),
        within("fuel", wished.fuel(), 0, Long.MAX_VALUE, 0));
  }

  /**
   * A module that cannot grow so far needs a node with no more memory than it can have; one that
   * came with a budget built in gets one that never ends, unless another was asked for.
   */
  static TaskLimits fitted(TaskLimits limits, ModuleFacts module) {
    long memory = module.memory().bytesMax();
    return new TaskLimits(
        limits.wallMillisMax(),
        Math.clamp(memory, ModuleCeilings.WASM_PAGE_BYTES, limits.memoryBytesMax()),
        limits.outputBytesMax(),
        limits.logBytesMax(),
        module.metered() && limits.fuel() == 0 ? Long.MAX_VALUE : limits.fuel());
  }

  private static long within(
      String name, OptionalLong wished, long min, long ceiling, long defaultValue)
      throws InvalidJobException {
    if (wished.isEmpty()) return Math.min(defaultValue, ceiling);
    long value = wished.getAsLong();
    if (value >= min && value <= ceiling) return value;
    throw new InvalidJobException(
        ErrorCode.INVALID_PARAMETER,
        "module." + name,
        "module."
            + name
            + " must be "
            + min
            + " to "
            + ceiling
            + " on this controller, was "
            + value,
        "");
  }
}
