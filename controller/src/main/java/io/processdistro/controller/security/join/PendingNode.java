package io.processdistro.controller.security.join;

import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.NodeName;
import java.time.Instant;

/**
 * A node without a token that waits for the operator. Only its id is proven: it holds that key.
 *
 * @param address numeric
 * @param code what the node shows too, unless somebody is in between
 */
public record PendingNode(
    NodeId id, NodeName name, String address, AdmissionCode code, Instant since) {}
