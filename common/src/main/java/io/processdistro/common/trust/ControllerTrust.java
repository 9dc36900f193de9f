package io.processdistro.common.trust;

import io.processdistro.common.values.ContentHash;

/** How a client makes sure that it talks to the controller that was meant. */
public sealed interface ControllerTrust {
  /** Not at all: the controller was started with {@code --insecure} and speaks plain HTTP. */
  record Plain() implements ControllerTrust {}

  /** The controller's certificate must come from one of these. */
  record Known(Authorities authorities) implements ControllerTrust {}

  /**
   * The controller has to show an authority with this fingerprint, and a certificate that comes
   * from it.
   */
  record Pinned(ContentHash fingerprint) implements ControllerTrust {}

  /** Nothing is known of the controller: no secret may be sent to it. */
  record Unknown() implements ControllerTrust {}
}
