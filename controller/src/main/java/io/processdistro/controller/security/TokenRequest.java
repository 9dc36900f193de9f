package io.processdistro.controller.security;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * A token that somebody wants.
 *
 * @param name who will hold it
 * @param lifetime 1 s to {@link #LIFETIME_MAX}, of a token for joining to {@link
 *     #JOIN_LIFETIME_MAX}
 * @param uses nodes that it admits, 1 to {@value #USES_MAX}; present for {@link Role#NODE} alone
 */
public record TokenRequest(String name, Role role, Duration lifetime, OptionalInt uses) {
  public static final Duration LIFETIME_MIN = Duration.ofSeconds(1);
  public static final Duration LIFETIME_MAX = Duration.ofDays(366);

  /** A token for joining lies about on paper and in chats: it is not to live for long. */
  public static final Duration JOIN_LIFETIME_MAX = Duration.ofHours(24);

  public static final int USES_MAX = 1_000;

  /**
   * Throws {@link IllegalArgumentException} with a sentence for people that names what is allowed.
   */
  public TokenRequest {
    if (!Principal.isName(name) || name.equals(Principal.OPERATOR.name())) {
      throw new IllegalArgumentException(
          "name is 1 to 63 letters, digits, '.', '_', '@' or '-', starting with a letter or digit,"
              + " and not "
              + Principal.OPERATOR.name());
    }
    boolean joins = role == Role.NODE;
    var lifetimeMax = joins ? JOIN_LIFETIME_MAX : LIFETIME_MAX;
    if (lifetime.compareTo(LIFETIME_MIN) < 0 || lifetime.compareTo(lifetimeMax) > 0) {
      throw new IllegalArgumentException(
          "a token of role "
              + role.text()
              + " lives 1 s to "
              + lifetimeMax.toHours()
              + " h, not "
              + lifetime.toSeconds()
              + " s");
    }
    if (joins != uses.isPresent()) {
      throw new IllegalArgumentException("a token has a number of uses if its role is node");
    }
    if (joins && (uses.getAsInt() < 1 || uses.getAsInt() > USES_MAX)) {
      throw new IllegalArgumentException(
          "uses must be 1 to " + USES_MAX + ", was " + uses.getAsInt());
    }
  }
}
