package io.processdistro.node.membership;

import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.AuthorityProbe;
import io.processdistro.common.trust.CertificateDesk;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.common.trust.JoinRefusedException;
import io.processdistro.common.trust.KeyedCertificate;
import io.processdistro.common.trust.TlsTrouble;
import io.processdistro.common.values.ContentHash;
import io.processdistro.node.link.Entrance;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node as a member of one controller's cluster: has its certificate, renews it, and gives the
 * {@link Entrance} that follows from it. Thread-safe; {@link #enter} and {@link #renewIfDue} block
 * for requests.
 */
public final class Membership implements Supplier<Entrance>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
  private static final String FILE_NAME = "membership.pem";
  private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);

  private final ControllerTarget target;
  private final KeyPair keys;
  private final MembershipFile file;
  private final InstantSource clock;
  private final Thread renewals;
  private volatile Entrance entrance;
  private volatile CertificateDesk.Given given;

  private Membership(ControllerTarget target, KeyPair keys, Path directory, InstantSource clock) {
    this.target = target;
    this.keys = keys;
    this.file = fileIn(directory);
    this.clock = clock;
    this.renewals =
        Thread.ofPlatform().daemon().name("certificate").unstarted(this::renewAgainAndAgain);
  }

  static MembershipFile fileIn(Path directory) {
    return new MembershipFile(directory.resolve(FILE_NAME));
  }

  /**
   * Uses the certificate of an earlier run if the controller is the same and it is still good; else
   * joins with the token of {@code target}. Nothing secret is sent before the controller has shown
   * that it is the one that the token, the access file or the earlier certificate is of.
   *
   * @param directory the node's own, locked by the caller
   * @param applicant what to ask for admission with if there is no token; empty: it does not ask
   * @throws StateException with a sentence for people
   * @throws ControllerSilentException if trying again may help
   */
  public static Membership enter(
      ControllerTarget target,
      KeyPair keys,
      Path directory,
      InstantSource clock,
      Optional<Applicant> applicant)
      throws StateException, ControllerSilentException, InterruptedException {
    var membership = new Membership(target, keys, directory, clock);
    membership.enter(applicant);
    return membership;
  }

  private void enter(Optional<Applicant> applicant)
      throws StateException, ControllerSilentException, InterruptedException {
    if (target.trust() instanceof ControllerTrust.Plain) {
      entrance = Entrance.plain(target.token().orElseThrow(() -> withoutToken(target)));
      return;
    }
    var kept = file.read();
    var usable = kept.filter(this::isUsable);
    if (usable.isPresent()) {
      meet(usable.get());
      use(usable.get());
    } else {
      keep(join(applicant, kept));
    }
    renewals.start();
  }

  /** Whether it is this node's, still good, and of the controller that is meant now. */
  private boolean isUsable(CertificateDesk.Given kept) {
    var certificate = kept.certificate();
    return certificate.getPublicKey().equals(keys.getPublic())
        && isInTime(certificate)
        && kept.authorities().certificates().stream().anyMatch(one -> hasIssued(one, certificate))
        && switch (target.trust()) {
          case ControllerTrust.Known(var known) ->
              known.certificates().stream()
                  .anyMatch(one -> kept.authorities().include(Authorities.fingerprint(one)));
          case ControllerTrust.Pinned(var fingerprint) -> kept.authorities().include(fingerprint);
          case ControllerTrust.Unknown() -> true;
          case ControllerTrust.Plain() -> false;
        };
  }

  private boolean isInTime(X509Certificate certificate) {
    var now = clock.instant();
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && now.isBefore(certificate.getNotAfter().toInstant());
  }

  static boolean hasIssued(X509Certificate authority, X509Certificate certificate) {
    try {
      certificate.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException byAnother) {
      return false;
    }
  }

  /** With nothing else to tell the controller by, it must be the one of the certificate. */
  private void meet(CertificateDesk.Given kept) throws StateException, ControllerSilentException {
    if (!(target.trust() instanceof ControllerTrust.Unknown)) return;
    try {
      desk(kept.authorities()).greet();
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  private CertificateDesk.Given join(
      Optional<Applicant> applicant, Optional<CertificateDesk.Given> kept)
      throws StateException, ControllerSilentException, InterruptedException {
    try {
      var received =
          target.token().isPresent()
              ? joinWith(target.token().get())
              : new Admission(
                      target.address(),
                      keys,
                      applicant.orElseThrow(() -> withoutToken(kept)),
                      kept.map(CertificateDesk.Given::authorities))
                  .await();
      requireRightClock(received.certificate());
      return received;
    } catch (JoinRefusedException e) {
      var refused =
          "the controller " + target.address() + " does not admit this node: " + e.getMessage();
      if (e.isLasting()) throw new StateException(refused, e);
      throw new ControllerSilentException(refused, e);
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  /** A lasting trouble is thrown, one that may pass is returned. */
  private ControllerSilentException trouble(IOException e) throws StateException {
    var unsafe = TlsTrouble.reason(e);
    if (unsafe.isPresent()) {
      throw new StateException(
          "there is no safe connection with " + target.address() + ": " + unsafe.get(), e);
    }
    return new ControllerSilentException(
        "no controller answers at "
            + target.address()
            + " ("
            + e.getMessage()
            + "): check --controller",
        e);
  }

  private CertificateDesk.Given joinWith(String token)
      throws IOException, JoinRefusedException, StateException {
    var request = CertificateRequest.write(keys);
    return switch (target.trust()) {
      case ControllerTrust.Known(var known) -> desk(known).enrol(request, token);
      case ControllerTrust.Pinned(var fingerprint) ->
          desk(pinned(fingerprint)).join(request, token);
      case ControllerTrust.Plain plain -> throw new IllegalStateException("no TLS, no desk");
      case ControllerTrust.Unknown unknown -> throw withoutToken(target);
    };
  }

  private CertificateDesk desk(Authorities authorities) {
    return new CertificateDesk(target.address(), authorities);
  }

  /** A handshake shows the authority; only the right one is ever told the token. */
  private Authorities pinned(ContentHash fingerprint) throws IOException, StateException {
    var address = target.address();
    return AuthorityProbe.pinned(address.host(), address.port(), fingerprint)
        .orElseThrow(
            () ->
                new StateException(
                    "the controller at "
                        + address
                        + " is not the one of this token (its authority is not "
                        + fingerprint.brief()
                        + "…): the token was not sent; check --controller, or get a new token"));
  }

  private void requireRightClock(X509Certificate certificate) throws StateException {
    if (isInTime(certificate)) return;
    throw new StateException(
        "the clock of this machine says "
            + clock.instant()
            + ", but the controller's certificate for this node is good from "
            + certificate.getNotBefore().toInstant()
            + " to "
            + certificate.getNotAfter().toInstant()
            + ": set the clocks right");
  }

  /** A certificate that is not good now may be the clock's fault. */
  private StateException withoutToken(Optional<CertificateDesk.Given> kept) {
    return kept.map(CertificateDesk.Given::certificate)
        .filter(one -> one.getPublicKey().equals(keys.getPublic()) && !isInTime(one))
        .map(
            one ->
                new StateException(
                    "the clock of this machine says "
                        + clock.instant()
                        + ", but the certificate in "
                        + file.path()
                        + " is good from "
                        + one.getNotBefore().toInstant()
                        + " to "
                        + one.getNotAfter().toInstant()
                        + ": set the clock right, or give a new token with --token-file if this"
                        + " node was away for so long"))
        .orElseGet(() -> withoutToken(target));
  }

  /** A bare token names no controller that may see it. */
  private static StateException withoutToken(ControllerTarget target) {
    return new StateException(
        "there is no token for the controller "
            + target.address()
            + " here: paste the line that \"controller start\" prints, or give the token of"
            + " \"controller token create --role node\" with --token-file");
  }

  private void keep(CertificateDesk.Given received) throws StateException {
    file.write(received);
    use(received);
  }

  private void use(CertificateDesk.Given usable) {
    given = usable;
    entrance = Entrance.withCertificate(usable.authorities(), own(usable));
  }

  private KeyedCertificate own(CertificateDesk.Given usable) {
    return new KeyedCertificate(keys.getPrivate(), List.of(usable.certificate()));
  }

  /** What the node shows now. */
  @Override
  public Entrance get() {
    return entrance;
  }

  /** When the present certificate ends; empty on plain HTTP. */
  public Optional<Instant> expiresAt() {
    return Optional.ofNullable(given).map(now -> now.certificate().getNotAfter().toInstant());
  }

  /**
   * Gets a new certificate if the present one has lived two thirds of its life, with that one.
   *
   * @return whether there is a new one
   */
  public boolean renewIfDue() throws IOException, JoinRefusedException, StateException {
    var present = given;
    if (present == null) return false;
    var start = present.certificate().getNotBefore().toInstant();
    var end = present.certificate().getNotAfter().toInstant();
    var due = start.plus(Duration.between(start, end).multipliedBy(2).dividedBy(3));
    if (clock.instant().isBefore(due)) return false;
    keep(desk(present.authorities()).renew(CertificateRequest.write(keys), own(present)));
    LOG.info("certificate=renewed until={}", expiresAt().orElseThrow());
    return true;
  }

  private void renewAgainAndAgain() {
    try {
      while (true) {
        Thread.sleep(CHECK_INTERVAL);
        try {
          renewIfDue();
        } catch (IOException | JoinRefusedException | StateException e) {
          LOG.warn("certificate=not-renewed reason=\"{}\" action=\"trying again\"", e.getMessage());
        }
      }
    } catch (InterruptedException closing) {
      // Only close() interrupts.
    }
  }

  @Override
  public void close() {
    renewals.interrupt();
  }
}
