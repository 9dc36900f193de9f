package io.processdistro.common.wire;

/**
 * What a node's system lets its user put around processes of strangers' modules, beside the walls
 * that every node has. For people.
 *
 * @param lowPriority they give way to everything else on the machine
 * @param coreDumpsOff a crash leaves no image of the memory on the disk
 * @param ownNetwork they are in a network without any interface
 */
public record SandboxFacts(boolean lowPriority, boolean coreDumpsOff, boolean ownNetwork) {}
