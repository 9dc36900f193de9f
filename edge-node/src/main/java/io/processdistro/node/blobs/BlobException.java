package io.processdistro.node.blobs;

/** A blob could not be brought here or there. The message is one sentence for people. */
public final class BlobException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean worthRetrying;

  private BlobException(String message, boolean worthRetrying, Throwable cause) {
    super(message, cause);
    this.worthRetrying = worthRetrying;
  }

  /** The same attempt may go better a moment later. */
  static BlobException passing(String message, Throwable cause) {
    return new BlobException(message, true, cause);
  }

  /** The same attempt would end the same way. */
  static BlobException lasting(String message) {
    return new BlobException(message, false, null);
  }

  boolean isWorthRetrying() {
    return worthRetrying;
  }
}
