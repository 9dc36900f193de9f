package io.processdistro.controller.security;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a request shows of who sent it.
 *
 * @param authorization the value of its Authorization header; empty if it has none
 * @param certificate the client's own certificate, whose chain and key TLS has checked; empty
 *     without one
 */
public record Credentials(Optional<String> authorization, Optional<X509Certificate> certificate) {
  private static final String SCHEME = "Bearer ";

  /** The token that is carried; empty if there is none. */
  public Optional<String> bearer() {
    return authorization
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip());
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "Credentials[token="
        + bearer().isPresent()
        + ", certificate="
        + certificate.isPresent()
        + "]";
  }
}
