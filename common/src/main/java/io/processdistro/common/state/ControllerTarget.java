package io.processdistro.common.state;

import java.util.Optional;

/**
 * The controller that a command or node is to talk to.
 *
 * @param token empty if none was found that may be sent to this controller
 */
public record ControllerTarget(ControllerAddress address, Optional<String> token) {
  /** Without the token. */
  @Override
  public String toString() {
    return "ControllerTarget[" + address + (token.isPresent() ? "" : ", no token") + "]";
  }
}
