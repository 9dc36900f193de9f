package io.processdistro.node.agent;

import io.processdistro.common.wire.EngineFacts;
import java.util.Locale;
import org.slf4j.Logger;

/** Says what the runner's self-test found, loudly if this node is slow. */
final class SelfTestLog {
  private SelfTestLog() {}

  static void write(Logger log, EngineFacts engine, int slots) {
    if (engine.compiling()) {
      log.info(
          "self-test jit=on engine=\"{}\" scalar_ms={} simd_ms={} slots={}",
          engine.name(),
          millis(engine.scalarMillis()),
          millis(engine.simdMillis()),
          slots);
    } else {
      log.error("**********************************************************************");
      log.error("self-test jit=OFF engine=\"{}\" reason=\"{}\"", engine.name(), engine.warning());
      log.error(
          "This node INTERPRETS its tasks: they run 70 to 700 times slower than they should.");
      log.error("Start it through bin/edge-node with an unmodified JDK 25 and lib/jvmci in place.");
      log.error("**********************************************************************");
    }
    if (engine.compiling() && !engine.warning().isEmpty()) {
      log.warn("self-test warning=\"{}\"", engine.warning());
    }
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
