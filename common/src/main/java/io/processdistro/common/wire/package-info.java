/**
 * What a node and its controller say to each other: sealed messages, their limits, and the codec
 * that checks those before it allocates. documentation/protocol.md is the specification.
 */
package io.processdistro.common.wire;
