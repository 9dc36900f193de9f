package io.processdistro.common.doctor;

import io.processdistro.common.wire.EngineFacts;

/** Judges what a runner's self-test found. */
public final class EngineVerdict {
  private static final String CHECK = "guest compiler";

  private EngineVerdict() {}

  public static Finding judge(EngineFacts facts) {
    if (!facts.compiling()) {
      return Finding.problem(
          CHECK,
          facts.warning().isEmpty() ? "guests are interpreted" : facts.warning(),
          "start through bin/edge-node of a whole distribution; tasks would run 70 to 700 times"
              + " slower");
    }
    var speed =
        "a runner compiles guests (%s; self-test %.2f ms scalar, %.2f ms SIMD)"
            .formatted(facts.name(), facts.scalarMillis(), facts.simdMillis());
    return facts.warning().isEmpty()
        ? Finding.ok(CHECK, speed)
        : Finding.warning(CHECK, facts.warning(), "have a look at the load of this machine");
  }

  /** The self-test could not be run. */
  public static Finding broken(String reason) {
    return Finding.problem(
        CHECK,
        "no runner could be started: " + reason,
        "start through bin/edge-node of a whole distribution");
  }
}
