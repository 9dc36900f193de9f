package io.processdistro.controller.api.http;

import java.time.Duration;

/** Bounds of the HTTP API. */
public final class ApiLimits {
  /** Longest JSON body. */
  public static final int JSON_BYTES_MAX = 1 << 20;

  /** Longest blob. */
  public static final long BLOB_BYTES_MAX = 16L << 30;

  /**
   * Modules that arrive or are checked at once; each is held in memory whole, and at most 16 MiB
   * long.
   */
  public static final int MODULES_ARRIVING_MAX = 8;

  /** Longest time an answer is held back. */
  public static final Duration WAIT_MAX = Duration.ofSeconds(60);

  /** Readers of the event stream at once. */
  public static final int EVENT_READERS_MAX = 100;

  /** Longest URL, in bytes of the request line. */
  public static final int REQUEST_LINE_BYTES_MAX = 4 << 10;

  public static final int HEADERS_BYTES_MAX = 8 << 10;

  /**
   * A connection on which nothing moves for so long is cut; longer than {@link #WAIT_MAX}, in which
   * nothing moves on purpose.
   */
  public static final Duration IDLE_MAX = Duration.ofSeconds(75);

  /** An upload of which nothing arrives for so long is given up. */
  public static final Duration UPLOAD_PAUSE_MAX = Duration.ofSeconds(15);

  /** An upload that has lasted longer than this must have had the rate below. */
  public static final Duration UPLOAD_GRACE = Duration.ofSeconds(60);

  public static final int UPLOAD_BYTES_PER_SECOND_MIN = 1 << 10;

  private static final Duration BODY_GRACE = Duration.ofSeconds(15);
  private static final int BODY_BYTES_PER_SECOND_MIN = 256 << 10;

  /** How long a body of up to so many bytes may take. */
  static Duration bodyTimeMax(int bytesMax) {
    return BODY_GRACE.plusSeconds(bytesMax / BODY_BYTES_PER_SECOND_MIN);
  }

  private ApiLimits() {}
}
