package io.processdistro.controller.tar;

import java.io.IOException;

/** The bytes are no archive that can be used. The message is one sentence for people. */
public final class TarException extends IOException {
  private static final long serialVersionUID = 1;

  TarException(String message) {
    super(message);
  }
}
