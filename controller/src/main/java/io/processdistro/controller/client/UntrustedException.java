package io.processdistro.controller.client;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.values.ContentHash;

/** It cannot be known whether this is the right controller, so nothing was sent to it. */
public final class UntrustedException extends ClientException {
  private static final long serialVersionUID = 1;

  UntrustedException(ControllerAddress address) {
    super(
        "nothing is known on this machine by which to recognise the controller "
            + address
            + ": give a token of \"controller token create\", or a copy of its controller.json,"
            + " with --token-file",
        null);
  }

  UntrustedException(ControllerAddress address, ContentHash fingerprint) {
    super(
        "the controller at "
            + address
            + " is not the one of this token (its authority is not "
            + fingerprint.brief()
            + "…): nothing was sent to it; check --controller, or make a new token",
        null);
  }
}
