package io.processdistro.controller.security;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is kept of a token: all but the secret.
 *
 * @param id names the token to people; 8 characters of a-z and 2-7
 * @param secretSha256 hexadecimal; what the secret is compared by
 * @param name of the principal whose token it is; of a token for joining, a note for people
 * @param role {@link Role#NODE}: the token admits nodes, and is good for nothing else
 * @param usesLeft how many nodes it still admits; empty for a token that is shown with requests
 * @param revokedAt empty while it is not revoked
 */
public record TokenRecord(
    String id,
    String secretSha256,
    String name,
    Role role,
    Instant createdAt,
    Instant expiresAt,
    OptionalInt usesLeft,
    Optional<Instant> revokedAt) {

  TokenRecord usedOnce() {
    return new TokenRecord(
        id,
        secretSha256,
        name,
        role,
        createdAt,
        expiresAt,
        OptionalInt.of(usesLeft.orElseThrow() - 1),
        revokedAt);
  }

  TokenRecord revoked(Instant at) {
    return new TokenRecord(
        id, secretSha256, name, role, createdAt, expiresAt, usesLeft, Optional.of(at));
  }

  /** In what state it is; the first that applies. */
  public State state(Instant now) {
    if (revokedAt.isPresent()) return State.REVOKED;
    if (!now.isBefore(expiresAt)) return State.EXPIRED;
    if (usesLeft.isPresent() && usesLeft.getAsInt() == 0) return State.USED_UP;
    return State.VALID;
  }

  /** Whether a token is worth something, and if not, why. */
  public enum State {
    VALID,
    EXPIRED,
    REVOKED,
    USED_UP
  }

  /** Without the hash, which is nobody's business either. */
  @Override
  public String toString() {
    return "TokenRecord[" + id + ", " + role.text() + ":" + name + "]";
  }
}
