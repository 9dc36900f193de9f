package io.processdistro.controller.server;

import java.util.OptionalInt;

/**
 * Where the dashboard is reached in plain HTTP from the controller's own machine: a browser there
 * needs no certificate, and nobody else can listen.
 *
 * @param port on 127.0.0.1, 0 for any free one; empty for no such listener
 * @param required whether the controller does not start without it; else it goes on without
 */
public record DashboardPort(OptionalInt port, boolean required) {
  /** What people and bookmarks know. */
  public static final int USUAL_PORT = 30_080;

  public static final DashboardPort OFF = new DashboardPort(OptionalInt.empty(), false);

  /** The one that people know, unless something else has it, such as another controller. */
  public static final DashboardPort USUAL = new DashboardPort(OptionalInt.of(USUAL_PORT), false);

  public static DashboardPort at(int port) {
    return new DashboardPort(OptionalInt.of(port), true);
  }
}
