package io.processdistro.controller.api.view;

/** How a browser gets in; fields as in openapi.yaml, times RFC 3339. */
public final class UiJson {
  private UiJson() {}

  /**
   * A way in, once.
   *
   * @param dashboardPort of the plain listener on loopback; null if there is none
   */
  public record Link(String code, String expiresAt, Integer dashboardPort) {
    /** Without the code. */
    @Override
    public String toString() {
      return "Link[" + expiresAt + "]";
    }
  }

  public record Login(String code) {
    /** Without the code. */
    @Override
    public String toString() {
      return "Login";
    }
  }

  /**
   * @param token for {@code Authorization: Bearer}
   */
  public record Session(String token, String role, String name, String expiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
      return "Session[" + role + ":" + name + ", " + expiresAt + "]";
    }
  }
}
