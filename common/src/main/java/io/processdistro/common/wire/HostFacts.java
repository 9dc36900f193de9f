package io.processdistro.common.wire;

/** What machine a node is. For people and placement; never trusted as a limit. */
public record HostFacts(
    String hostName, String operatingSystem, String architecture, int cpus, long memoryBytes) {}
