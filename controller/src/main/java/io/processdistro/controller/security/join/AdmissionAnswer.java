package io.processdistro.controller.security.join;

import io.processdistro.common.trust.CertificateRequest;

/** How things stand with a node that asked to be admitted. */
public sealed interface AdmissionAnswer {
  /**
   * The operator has not decided.
   *
   * @param opened whether the node has just told its nonce, so that it is shown from now on
   */
  record Waiting(PendingNode node, boolean opened) implements AdmissionAnswer {}

  /** It is to get its certificate. */
  record Approved(CertificateRequest request) implements AdmissionAnswer {}

  record Denied() implements AdmissionAnswer {}

  /** Its nonce is not the one that it was bound to: it is forgotten. */
  record Broken() implements AdmissionAnswer {}

  /** Nothing is known of it (any more): it may ask anew. */
  record Unknown() implements AdmissionAnswer {}
}
