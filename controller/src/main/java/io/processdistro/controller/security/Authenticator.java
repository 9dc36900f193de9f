package io.processdistro.controller.security;

import java.util.List;

/**
 * Tells who sends a request, by several ways of identifying. The first that judges the credentials
 * decides; credentials that none judges are refused, so that nothing is anonymous.
 */
public final class Authenticator {
  private static final String NOTHING_SHOWN = "this request carries no token";
  private static final String NOTHING_RIGHT = "the token is wrong";

  private final List<Identification> ways;

  public Authenticator(List<Identification> ways) {
    this.ways = List.copyOf(ways);
  }

  /** {@link Identity.Known} or {@link Identity.Refused}, with a reason fit for its sender. */
  public Identity authenticate(Credentials credentials) {
    for (var way : ways) {
      var identity = way.identify(credentials);
      if (!(identity instanceof Identity.Unjudged)) return identity;
    }
    return new Identity.Refused(
        credentials.authorization().isEmpty() ? NOTHING_SHOWN : NOTHING_RIGHT);
  }
}
