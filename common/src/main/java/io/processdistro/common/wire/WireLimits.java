package io.processdistro.common.wire;

/** The bounds of the node protocol. Both sides check them before they allocate. */
public final class WireLimits {
  /**
   * Major grows on an incompatible change and is refused when unequal; minor grows when fields or
   * messages are added.
   */
  public static final int PROTOCOL_MAJOR = 1;

  public static final int PROTOCOL_MINOR = 5;

  /** From this minor version on a controller understands {@link NodeMessage.Pulse}. */
  public static final int PULSE_SINCE_MINOR = 1;

  /** From this minor version on a node says what the leases it holds are about. */
  public static final int CLAIM_SINCE_MINOR = 2;

  /** From this minor version on a node says how small its system lets it keep processes. */
  public static final int SANDBOX_SINCE_MINOR = 3;

  /** From this minor version on a controller understands {@link NodeMessage.Intake}. */
  public static final int INTAKE_SINCE_MINOR = 4;

  /** From this minor version on a controller says for whom tasks are ({@link TaskTerms}). */
  public static final int SUBMITTER_SINCE_MINOR = 5;

  /** Longest WebSocket message in bytes, either way. */
  public static final int FRAME_BYTES_MAX = 1 << 20;

  /**
   * Longest part of an input that travels inside a frame; anything longer goes as a blob over HTTP.
   */
  public static final int INLINE_BYTES_MAX = 64 << 10;

  /**
   * Longest output that travels inside a frame; anything longer goes as a blob over HTTP. Larger
   * than the bound of inputs: a transfer of 130 kB over HTTP was measured at 2 ms of processor time
   * for both sides together, and while inputs are shared by tasks, outputs come once per task.
   */
  public static final int OUTPUT_INLINE_BYTES_MAX = 256 << 10;

  /** Deepest nesting of a message: a frame is a map of lists of maps of small values. */
  public static final int NESTING_MAX = 16;

  /** Longest parameters of a user's own module, in bytes of UTF-8: they travel in every Assign. */
  public static final int PARAMS_BYTES_MAX = 4 << 10;

  /** Longest text field in bytes (names, messages, logs). */
  public static final int TEXT_BYTES_MAX = 64 << 10;

  /**
   * Most leases in one Assign, reports in one Report, numbers in one Revoke, Cancel or Acknowledge.
   */
  public static final int BATCH_MAX = 1024;

  /** Most slots a node may offer. */
  public static final int SLOTS_MAX = 1024;

  private WireLimits() {}
}
