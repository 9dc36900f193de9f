package io.processdistro.controller.live;

import io.processdistro.common.values.NodeId;

/** How many tasks of a job moved from one node to another before they started. */
public record Steals(NodeId from, NodeId to, long count) {}
