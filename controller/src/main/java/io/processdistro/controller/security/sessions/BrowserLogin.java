package io.processdistro.controller.security.sessions;

import io.processdistro.controller.security.Credentials;
import io.processdistro.controller.security.Identification;
import io.processdistro.controller.security.Identity;
import io.processdistro.controller.security.Principal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Lets browsers in: who has a token gets a {@linkplain #createCode code} for a link, and the page
 * behind the link {@linkplain #open gives} it for the token of a session. Thread-safe.
 */
public final class BrowserLogin implements Identification {
  /** Long enough to click, too short to lie about. */
  public static final Duration CODE_LIFETIME = Duration.ofMinutes(2);

  /** A working day. */
  public static final Duration SESSION_LIFETIME = Duration.ofHours(12);

  private static final int CODES_MAX = 200;
  private static final int SESSIONS_MAX = 1_000;

  private final ExpiringSecrets<Principal> codes;
  private final ExpiringSecrets<Principal> sessions;
  private final Predicate<Principal> welcome;

  /**
   * @param welcome whether a principal still has a token that is worth something: a session does
   *     not outlive the last of them
   */
  public BrowserLogin(
      Predicate<Principal> welcome, InstantSource clock, LongSupplier nanos, SecureRandom random) {
    this.codes = new ExpiringSecrets<>(CODE_LIFETIME, CODES_MAX, clock, nanos, random);
    this.sessions = new ExpiringSecrets<>(SESSION_LIFETIME, SESSIONS_MAX, clock, nanos, random);
    this.welcome = welcome;
  }

  /**
   * @param text good for one session
   */
  public record Code(String text, Instant expiresAt) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Code[" + expiresAt + "]";
    }
  }

  /**
   * @param token to be sent as a bearer token
   */
  public record Session(String token, Principal principal, Instant expiresAt) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Session[" + principal + ", " + expiresAt + "]";
    }
  }

  public Code createCode(Principal principal) {
    var issued = codes.issue(principal);
    return new Code(issued.text(), issued.expiresAt());
  }

  /** Uses the code up; empty if it is wrong, was used or is too old. */
  public Optional<Session> open(String code) {
    return codes
        .take(code)
        .filter(welcome)
        .map(
            principal -> {
              var issued = sessions.issue(principal);
              return new Session(issued.text(), principal, issued.expiresAt());
            });
  }

  /** Whether these credentials are those of a session. */
  public boolean isSession(Credentials credentials) {
    return credentials.bearer().flatMap(sessions::find).isPresent();
  }

  @Override
  public Identity identify(Credentials credentials) {
    var principal = credentials.bearer().flatMap(sessions::find);
    if (principal.isEmpty()) return new Identity.Unjudged();
    return welcome.test(principal.get())
        ? new Identity.Known(principal.get())
        : new Identity.Refused("the token that this session came from was revoked or has expired");
  }
}
