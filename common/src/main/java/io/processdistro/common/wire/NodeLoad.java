package io.processdistro.common.wire;

/**
 * How busy a node's machine is.
 *
 * @param cpuShare used share of all processors, 0 to 1; negative if unknown
 * @param cacheBytes size of the node's blob cache
 * @param spooled reports that are not acknowledged yet
 */
public record NodeLoad(double cpuShare, long memoryFreeBytes, long cacheBytes, int spooled) {}
