package io.processdistro.scheduler;

import io.processdistro.common.values.GrainRange;
import io.processdistro.common.values.JobId;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;

/**
 * The right and duty of one life of one node to run one range of one job: what travels.
 *
 * @param incarnation the life of the node; a later one has nothing to do with this lease
 */
public record Lease(LeaseKey key, JobId job, GrainRange range, NodeId node, long incarnation) {}
