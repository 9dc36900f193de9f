package io.processdistro.common.module.corpus;

import static io.processdistro.common.errors.ErrorCode.DEADLINE_EXCEEDED;
import static io.processdistro.common.errors.ErrorCode.GUEST_ERROR_CODE;
import static io.processdistro.common.errors.ErrorCode.GUEST_OUTPUT_INVALID;
import static io.processdistro.common.errors.ErrorCode.GUEST_TRAP;
import static io.processdistro.common.errors.ErrorCode.MEMORY_EXCEEDED;
import static io.processdistro.common.errors.ErrorCode.OUTPUT_EXCEEDED;
import static io.processdistro.common.errors.ErrorCode.RUNNER_KILLED;
import static io.processdistro.common.errors.ErrorCode.STACK_EXCEEDED;

import io.processdistro.common.errors.ErrorCode;
import java.util.Set;

/** What contains a module that ingest admits. */
public enum Wall {
  /** None is hit: the task succeeds, and nobody else notices anything. */
  NONE(true),
  TRAP(false, GUEST_TRAP),
  /** Its own error code, or an exit status that is not 0. */
  OWN_FAILURE(false, GUEST_ERROR_CODE),
  OUTPUT_INVALID(false, GUEST_OUTPUT_INVALID),
  OUTPUT_SIZE(false, OUTPUT_EXCEEDED),
  MEMORY(false, MEMORY_EXCEEDED),
  STACK(false, STACK_EXCEEDED),
  DEADLINE(false, DEADLINE_EXCEEDED),
  /**
   * It can be slow to stop (a compiler that is busy for ever, a bulk operation that does not look
   * up): its runner may have to go.
   */
  KILL(false, DEADLINE_EXCEEDED, RUNNER_KILLED),
  /** How far it comes depends on the machine; nobody else may notice. */
  SOME(true, DEADLINE_EXCEEDED, RUNNER_KILLED, STACK_EXCEEDED, MEMORY_EXCEEDED);

  private final boolean maySucceed;
  private final Set<ErrorCode> codes;

  Wall(boolean maySucceed, ErrorCode... codes) {
    this.maySucceed = maySucceed;
    this.codes = Set.of(codes);
  }

  public boolean maySucceed() {
    return maySucceed;
  }

  /** With which codes its task may fail. */
  public Set<ErrorCode> codes() {
    return codes;
  }
}
