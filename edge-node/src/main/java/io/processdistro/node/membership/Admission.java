package io.processdistro.node.membership;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.trust.Authorities;
import io.processdistro.common.trust.AuthorityProbe;
import io.processdistro.common.trust.CertificateDesk;
import io.processdistro.common.trust.CertificateRequest;
import io.processdistro.common.trust.JoinRefusedException;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a controller to admit this node without a token, and waits until a person there has compared
 * the codes and decided. The controller's authority is not known before: that the codes are the
 * same shows that it is the one whose certificates this node will believe from then on.
 */
final class Admission {
  private static final Logger LOG = LoggerFactory.getLogger(Admission.class);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

  /** After so many polls without an answer it asks anew, and looks whom it asks. */
  private static final int SILENT_POLLS_MAX = 5;

  private final ControllerAddress controller;
  private final KeyPair keys;
  private final Applicant applicant;
  private final Optional<Authorities> former;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param former authorities of the controller that this node was a member of before; another one
   *     is not asked
   */
  Admission(
      ControllerAddress controller,
      KeyPair keys,
      Applicant applicant,
      Optional<Authorities> former) {
    this.controller = controller;
    this.keys = keys;
    this.applicant = applicant;
    this.former = former;
  }

  /**
   * Blocks until there is a decision.
   *
   * @throws StateException if this node is not admitted
   */
  CertificateDesk.Given await()
      throws IOException, JoinRefusedException, StateException, InterruptedException {
    while (true) {
      var authorities = authorities();
      var desk = new CertificateDesk(controller, authorities);
      var nonce = AdmissionCode.nonce(random);
      var asked =
          desk.askAdmission(
              CertificateRequest.write(keys),
              applicant.name(),
              AdmissionCode.commitment(nonce, keys.getPublic()));
      var code =
          AdmissionCode.of(
              nonce, asked.nonce(), keys.getPublic(), applicant.name(), authorities.fingerprint());
      var given = await(desk, asked, nonce, code);
      if (given.isPresent()) return given.get();
      LOG.info("admission=asking-again controller={}", controller);
    }
  }

  private Authorities authorities() throws IOException, StateException {
    var shown = AuthorityProbe.authorities(controller.host(), controller.port());
    var authorities = new Authorities(List.of(shown.getFirst()));
    boolean known =
        former
            .map(one -> shown.stream().map(Authorities::fingerprint).anyMatch(one::include))
            .orElse(true);
    if (known) return authorities;
    throw new StateException(
        "the controller at "
            + controller
            + " is another one than this node belonged to, or somebody is in between: give a token"
            + " of it with --token-file, or delete membership.pem in this node's state directory");
  }

  /** Empty if the controller knows nothing of the question any more. */
  private Optional<CertificateDesk.Given> await(
      CertificateDesk desk, CertificateDesk.Asked asked, byte[] nonce, AdmissionCode code)
      throws IOException, JoinRefusedException, StateException, InterruptedException {
    boolean told = false;
    int silent = 0;
    while (true) {
      try {
        switch (desk.pollAdmission(asked, nonce)) {
          case CertificateDesk.Standing.Pending() -> {
            if (!told) tell(code);
            told = true;
            silent = 0;
          }
          case CertificateDesk.Standing.Admitted(var given) -> {
            return Optional.of(confirmed(given, code));
          }
          case CertificateDesk.Standing.Forgotten() -> {
            return Optional.empty();
          }
        }
      } catch (IOException e) {
        if (++silent > SILENT_POLLS_MAX) throw e;
        LOG.info("admission=no-answer controller={} reason=\"{}\"", controller, e.toString());
      } catch (JoinRefusedException e) {
        if (e.isLasting()) throw e;
        LOG.info("admission=refused-for-now controller={} reason=\"{}\"", controller, e.toString());
      }
      Thread.sleep(POLL_INTERVAL);
    }
  }

  private void tell(AdmissionCode code) {
    applicant.tell().accept("waiting until " + controller + " admits this node; code " + code);
    applicant
        .tell()
        .accept(
            "if \"controller nodes\" there shows the same code: controller node approve "
                + applicant.name()
                + " --code "
                + code);
  }

  private CertificateDesk.Given confirmed(CertificateDesk.Given given, AdmissionCode code)
      throws StateException {
    if (!applicant.confirmed().test(code)) {
      throw new StateException(
          "nobody here has confirmed that "
              + controller
              + " is the right controller: name it with --controller, or give a token");
    }
    applicant.tell().accept("admitted by " + controller);
    return given;
  }
}
