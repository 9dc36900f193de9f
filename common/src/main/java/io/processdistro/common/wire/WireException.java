package io.processdistro.common.wire;

/**
 * A message from the other side cannot be understood. The message is one sentence that may be sent
 * back.
 */
public final class WireException extends Exception {
  private static final long serialVersionUID = 1;
  private static final int MESSAGE_LENGTH_MAX = 300;

  public WireException(String message) {
    super(shorten(message));
  }

  public WireException(String message, Throwable cause) {
    super(shorten(message), cause);
  }

  private static String shorten(String message) {
    var clean = message.replaceAll("\\p{Cntrl}+", " ");
    return clean.length() <= MESSAGE_LENGTH_MAX
        ? clean
        : clean.substring(0, MESSAGE_LENGTH_MAX) + "…";
  }
}
