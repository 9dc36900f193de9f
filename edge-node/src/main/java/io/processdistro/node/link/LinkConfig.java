package io.processdistro.node.link;

import io.processdistro.common.state.ControllerAddress;
import java.time.Duration;

/**
 * How the node keeps its connection.
 *
 * @param token bearer token; never shown
 * @param firstConnectMax for how long the very first connection is tried; once it has succeeded the
 *     node tries for ever
 * @param connectMax of one attempt: TCP, upgrade, and Welcome after Hello each
 * @param silenceMax with nothing heard for so long the connection is given up; pings are sent at
 *     every third of it
 */
public record LinkConfig(
    ControllerAddress controller,
    String token,
    Duration firstConnectMax,
    Duration connectMax,
    Duration silenceMax) {
  public static LinkConfig withDefaults(ControllerAddress controller, String token) {
    return new LinkConfig(
        controller, token, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(9));
  }

  public LinkConfig {
    if (connectMax.toMillis() < 1 || silenceMax.toMillis() < 3) {
      throw new IllegalArgumentException(
          "connectMax and silenceMax are positive, were " + connectMax + ", " + silenceMax);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "LinkConfig[" + controller + "]";
  }
}
