package io.processdistro.scheduler.view;

import io.processdistro.common.values.NodeId;

/**
 * A node at one moment.
 *
 * @param slots what it offers
 * @param slotsUsable what it gets after failures: halved by each, one back per success
 * @param running leases that are in a slot, by report or by estimate
 * @param queued leases it holds that have not started
 * @param queueNanos estimated time until a further lease would start
 * @param tasksPerSecond ended tasks, averaged over some seconds
 * @param roundTripNanos 0 until measured
 * @param silentNanos since it was last heard, stalls of the controller not counted
 */
public record NodeView(
    NodeId node,
    long incarnation,
    NodeState state,
    int slots,
    int slotsUsable,
    int running,
    int queued,
    long queueNanos,
    double tasksPerSecond,
    long roundTripNanos,
    long silentNanos) {}
