package io.processdistro.node.runner.guest;

import java.io.IOException;

/**
 * Ends a guest from within a function that it has called. Thrown through the engine, which hands it
 * back as a host exception; a guest cannot catch it.
 */
public abstract sealed class GuestEnd extends RuntimeException {
  private static final long serialVersionUID = 1;

  private GuestEnd(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /** The program has ended itself. */
  public static final class Exited extends GuestEnd {
    private static final long serialVersionUID = 1;
    private final int status;

    public Exited(int status) {
      super("exit " + Integer.toUnsignedString(status), null);
      this.status = status;
    }

    public int status() {
      return status;
    }
  }

  /** It has hit a wall or broken a rule. */
  public static final class AtFault extends GuestEnd {
    private static final long serialVersionUID = 1;
    private final transient GuestFault fault;

    public AtFault(GuestFault fault) {
      super(fault.getMessage(), fault);
      this.fault = fault;
    }

    GuestFault fault() {
      return fault;
    }
  }

  /** The node's disk has failed, which is not the guest's fault. */
  public static final class DiskFailed extends GuestEnd {
    private static final long serialVersionUID = 1;

    public DiskFailed(IOException cause) {
      super(cause.getMessage(), cause);
    }

    @Override
    public synchronized IOException getCause() {
      return (IOException) super.getCause();
    }
  }
}
