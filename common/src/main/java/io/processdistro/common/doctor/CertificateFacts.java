package io.processdistro.common.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * A certificate that this program shows to others.
 *
 * @param what whose it is, for people
 * @param fault why it cannot be used at all; empty if it can be read
 * @param notBefore from when it is valid; unused with a fault
 * @param notAfter until when it is valid; unused with a fault
 * @param keyMatches whether the private key that is kept is the certificate's
 * @param chainHolds whether it was issued by the authority that is believed
 * @param remedy what to do if it is of no use
 */
public record CertificateFacts(
    String what,
    Optional<String> fault,
    Instant notBefore,
    Instant notAfter,
    boolean keyMatches,
    boolean chainHolds,
    String remedy) {
  /** A certificate that cannot be read. */
  public static CertificateFacts unreadable(String what, String fault, String remedy) {
    return new CertificateFacts(
        what, Optional.of(fault), Instant.EPOCH, Instant.EPOCH, false, false, remedy);
  }

  /**
   * @param warnBefore how long before its end there should be a new one
   */
  public Finding judge(Instant now, Duration warnBefore) {
    if (fault.isPresent()) return Finding.problem(what, fault.get(), remedy);
    if (!keyMatches) {
      return Finding.problem(what, "the private key beside it belongs to another one", remedy);
    }
    if (!chainHolds) {
      return Finding.problem(what, "it was not issued by the authority that is believed", remedy);
    }
    if (now.isBefore(notBefore)) {
      return Finding.problem(
          what, "valid only from " + seconds(notBefore), "set the clock of this machine: " + now);
    }
    if (!now.isBefore(notAfter)) {
      return Finding.problem(what, "it ended at " + seconds(notAfter), remedy);
    }
    var found = "valid until " + seconds(notAfter) + ", key and issuer match";
    return now.plus(warnBefore).isBefore(notAfter)
        ? Finding.ok(what, found)
        : Finding.warning(what, found, remedy);
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
