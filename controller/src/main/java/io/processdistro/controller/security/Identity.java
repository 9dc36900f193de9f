package io.processdistro.controller.security;

/** What one way of identifying makes of some credentials. */
public sealed interface Identity {
  /** They prove who sends the request. */
  record Known(Principal principal) implements Identity {}

  /** They are of the kind that is judged here, and worth nothing. */
  record Refused(String reason) implements Identity {}

  /** They hold nothing that is judged here: others may know more. */
  record Unjudged() implements Identity {}
}
