package io.processdistro.node.runner.guest;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.text.Amounts;

/**
 * The guest did something that ends its task. The message is one sentence for people, safe to show.
 */
public final class GuestFault extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  public GuestFault(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  public static GuestFault ofModule(String message) {
    return new GuestFault(ErrorCode.MODULE_INVALID, message);
  }

  public static GuestFault ofOutput(String message) {
    return new GuestFault(ErrorCode.GUEST_OUTPUT_INVALID, message);
  }

  public static GuestFault ofOutputLimit(long bytes, long bytesMax) {
    return new GuestFault(
        ErrorCode.OUTPUT_EXCEEDED,
        "output limit %s: the task gave %d bytes".formatted(Amounts.exactBytes(bytesMax), bytes));
  }

  public ErrorCode code() {
    return code;
  }
}
