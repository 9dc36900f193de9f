package io.processdistro.controller.client;

import io.processdistro.common.state.ControllerAddress;

/** Something answers there, but not as a controller of this version does. */
public final class StrangeAnswerException extends ClientException {
  private static final long serialVersionUID = 1;

  StrangeAnswerException(ControllerAddress address, String what, Throwable cause) {
    super(
        what + " from " + address + ": is that a ProcessDistro controller of this version?", cause);
  }
}
