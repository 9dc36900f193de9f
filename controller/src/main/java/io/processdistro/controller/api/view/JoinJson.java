package io.processdistro.controller.api.view;

/**
 * A node's request for a certificate.
 *
 * @param request PKCS #10 in DER, as Base64
 */
public record JoinJson(String request) {
  /**
   * What it gets.
   *
   * @param certificate in PEM
   * @param authorities those to believe from now on, in PEM, the present one first
   */
  public record Given(String certificate, String authorities) {}

  /**
   * @param authorities those that clients have to believe, in PEM, the present one first
   */
  public record Trust(String authorities) {}
}
