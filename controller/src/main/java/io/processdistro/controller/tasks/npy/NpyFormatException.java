package io.processdistro.controller.tasks.npy;

/** A file is not a .npy array that can be used here. */
public final class NpyFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  /**
   * @param message continues "a.npy ...": what is wrong and what is allowed; foreign text in it is
   *     escaped and bounded
   * @param hint what to do about it, or empty
   */
  NpyFormatException(String message, String hint) {
    super(message);
    this.hint = hint;
  }

  public String hint() {
    return hint;
  }
}
