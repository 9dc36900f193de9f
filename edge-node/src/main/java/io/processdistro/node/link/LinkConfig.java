package io.processdistro.node.link;

import io.processdistro.common.state.ControllerAddress;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How the node keeps its connection. One that cannot be had is tried for again and again.
 *
 * @param entrance what to enter the controller with, asked before each connection; callable by
 *     every thread
 * @param connectMax of one attempt: TCP, upgrade, and Welcome after Hello each
 * @param silenceMax with nothing heard for so long the connection is given up; pings are sent at
 *     every third of it
 */
public record LinkConfig(
    ControllerAddress controller,
    Supplier<Entrance> entrance,
    Duration connectMax,
    Duration silenceMax) {
  public static LinkConfig withDefaults(ControllerAddress controller, Supplier<Entrance> entrance) {
    return new LinkConfig(controller, entrance, Duration.ofSeconds(5), Duration.ofSeconds(9));
  }

  public LinkConfig {
    if (connectMax.toMillis() < 1 || silenceMax.toMillis() < 3) {
      throw new IllegalArgumentException(
          "connectMax and silenceMax are positive, were " + connectMax + ", " + silenceMax);
    }
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "LinkConfig[" + controller + "]";
  }
}
