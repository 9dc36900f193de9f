package io.processdistro.common.trust;

/** The controller gives this node no certificate; the message is its reason. */
public final class JoinRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean lasting;

  JoinRefusedException(String reason, boolean lasting) {
    super(reason);
    this.lasting = lasting;
  }

  /** Whether asking again is useless until something is changed. */
  public boolean isLasting() {
    return lasting;
  }
}
