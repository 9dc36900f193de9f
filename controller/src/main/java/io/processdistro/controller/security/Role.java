package io.processdistro.controller.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a principal may do; which request takes which role is the table {@code api.Endpoint}. */
public enum Role {
  /** Connects as a node, and moves the blobs of its own leases. */
  NODE,
  /** Sees jobs, results, nodes and metrics; changes nothing. */
  VIEWER,
  /** Submits jobs, and sees and touches its own. */
  SUBMITTER,
  /** Everything. */
  ADMIN;

  /** As people and the API write it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Empty if there is no such role. */
  public static Optional<Role> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findAny();
  }
}
