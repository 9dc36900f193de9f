/** The node's WebSocket to its controller: opening, keeping, reopening, and the heartbeat on it. */
package io.processdistro.node.link;
