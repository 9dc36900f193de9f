package io.processdistro.common.state;

import io.processdistro.common.trust.ControllerTrust;
import java.util.Optional;

/**
 * The controller that a command or node is to talk to.
 *
 * @param token empty if none was found that may be sent to this controller
 * @param trust how to make sure that it is this controller
 */
public record ControllerTarget(
    ControllerAddress address, Optional<String> token, ControllerTrust trust) {
  /** What to put before a path. */
  public String baseUrl() {
    return (trust instanceof ControllerTrust.Plain ? "http://" : "https://") + address;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "ControllerTarget[" + address + (token.isPresent() ? "" : ", no token") + "]";
  }
}
