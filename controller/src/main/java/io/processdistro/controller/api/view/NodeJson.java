package io.processdistro.controller.api.view;

import java.util.List;

/** A node as the API shows it; fields as in openapi.yaml, times RFC 3339. */
public record NodeJson(
    String id,
    String name,
    String state,
    int slots,
    int running,
    int queued,
    long incarnation,
    String address,
    String code,
    String connectedAt,
    Double roundTripMs,
    Host host,
    Engine engine,
    Sandbox sandbox,
    Load load,
    Tasks tasks,
    String unwillingBecause,
    List<String> warmModules) {

  public record Host(
      String hostName, String operatingSystem, String architecture, int cpus, long memoryBytes) {}

  public record Engine(
      String name, boolean compiling, double scalarMs, double simdMs, String warning) {}

  public record Sandbox(boolean lowPriority, boolean coreDumpsOff, boolean ownNetwork) {}

  public record Load(double cpuShare, long memoryFreeBytes, long cacheBytes, int spooled) {}

  public record Tasks(long accepted, long failed) {}

  public record Page(List<NodeJson> nodes, String nextCursor) {}
}
