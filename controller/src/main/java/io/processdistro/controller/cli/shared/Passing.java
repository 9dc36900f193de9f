package io.processdistro.controller.cli.shared;

import io.processdistro.controller.client.UnreachableException;

/** Which failures of a command that watches are no reason to end it. */
public final class Passing {
  private Passing() {}

  /** A controller that is away may come back: it may just be starting anew. */
  public static boolean mayPass(Exception e) {
    return e instanceof UnreachableException;
  }
}
