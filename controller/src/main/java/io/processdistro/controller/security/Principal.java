package io.processdistro.controller.security;

import java.util.regex.Pattern;

/**
 * Who sends a request. Every request that is not refused has exactly one.
 *
 * @param name of a node its id; of anybody else the name that its jobs carry as their submitter.
 *     Two tokens of one name are one principal: so a token is replaced before the old one is
 *     revoked
 */
public record Principal(String name, Role role) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}");

  /** Whoever has the controller's own token: the user who started it. */
  public static final Principal OPERATOR = new Principal("operator", Role.ADMIN);

  public Principal {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "a name is 1 to 63 letters, digits, '.', '_', '@' or '-', starting with a letter or"
              + " digit");
    }
  }

  /** Whether a principal may be called so. */
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  public boolean isAdmin() {
    return role == Role.ADMIN;
  }

  /** For logs and the audit log. */
  @Override
  public String toString() {
    return role.text() + ":" + name;
  }
}
