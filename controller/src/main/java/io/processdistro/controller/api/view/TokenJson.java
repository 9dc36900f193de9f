package io.processdistro.controller.api.view;

import java.util.List;

/**
 * A token as the API shows it, without its secret; times RFC 3339.
 *
 * @param state {@code valid}, {@code expired}, {@code revoked} or {@code used_up}
 * @param usesLeft null unless it is for joining
 */
public record TokenJson(
    String id,
    String name,
    String role,
    String state,
    String createdAt,
    String expiresAt,
    Integer usesLeft,
    String revokedAt) {

  /**
   * @param uses null unless it is for joining
   */
  public record Request(String name, String role, Long ttlSeconds, Integer uses) {}

  /**
   * @param secret shown here and never again
   */
  public record Issued(TokenJson token, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Issued[" + token + "]";
    }
  }

  public record Page(List<TokenJson> tokens) {}
}
