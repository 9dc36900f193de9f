package io.processdistro.node.runner;

import java.io.IOException;

/**
 * Ends a guest from within a function that it has called. Thrown through the engine, which hands it
 * back as a host exception; a guest cannot catch it.
 */
abstract sealed class GuestEnd extends RuntimeException {
  private static final long serialVersionUID = 1;

  private GuestEnd(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /** The program has ended itself. */
  static final class Exited extends GuestEnd {
    private static final long serialVersionUID = 1;
    private final int status;

    Exited(int status) {
      super("exit " + Integer.toUnsignedString(status), null);
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** It has hit a wall or broken a rule. */
  static final class AtFault extends GuestEnd {
    private static final long serialVersionUID = 1;
    private final transient GuestFault fault;

    AtFault(GuestFault fault) {
      super(fault.getMessage(), fault);
      this.fault = fault;
    }

    GuestFault fault() {
      return fault;
    }
  }

  /** The node's disk has failed, which is not the guest's fault. */
  static final class DiskFailed extends GuestEnd {
    private static final long serialVersionUID = 1;

    DiskFailed(IOException cause) {
      super(cause.getMessage(), cause);
    }

    @Override
    public synchronized IOException getCause() {
      return (IOException) super.getCause();
    }
  }
}
