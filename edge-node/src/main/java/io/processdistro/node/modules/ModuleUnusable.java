package io.processdistro.node.modules;

import io.processdistro.common.errors.ErrorCode;

/** This node does not run a module; the message is one sentence for people, safe to show. */
public final class ModuleUnusable extends Exception {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;

  public ModuleUnusable(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }
}
