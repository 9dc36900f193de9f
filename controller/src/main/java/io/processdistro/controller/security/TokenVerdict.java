package io.processdistro.controller.security;

/** What a secret is worth. */
public sealed interface TokenVerdict {
  record Right(TokenRecord token) implements TokenVerdict {}

  /** No token has this secret. */
  record Unknown() implements TokenVerdict {}

  /** Its token was good once, or is good for something else. */
  record Worthless(TokenRecord token, String reason) implements TokenVerdict {}
}
