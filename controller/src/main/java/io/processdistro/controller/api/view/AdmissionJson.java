package io.processdistro.controller.api.view;

/**
 * A node's question to be admitted without a token.
 *
 * @param request PKCS #10 in DER, as Base64
 * @param commitment to the node's nonce, 64 hexadecimal digits
 */
public record AdmissionJson(String name, String request, String commitment) {
  /**
   * The controller's part.
   *
   * @param ticket what the node asks again with
   * @param nonce 64 hexadecimal digits
   */
  public record Asked(String ticket, String nonce) {
    /** Without the ticket. */
    @Override
    public String toString() {
      return "Asked[" + nonce + "]";
    }
  }

  /**
   * A node asks how things stand.
   *
   * @param nonce the one that it is bound to, 64 hexadecimal digits
   */
  public record Poll(String ticket, String nonce) {
    /** Without the ticket. */
    @Override
    public String toString() {
      return "Poll[]";
    }
  }

  /**
   * @param state pending
   */
  public record Standing(String state) {}

  /**
   * @param code that the node shows; null if it was not compared
   */
  public record Approval(String code) {}
}
