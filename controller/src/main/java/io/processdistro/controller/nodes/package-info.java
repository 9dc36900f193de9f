/**
 * The node gateway: one WebSocket per edge node, its handshake, its frames in both directions, and
 * what the nodes say of themselves. Knows nothing of jobs; everything belongs to one event loop.
 */
package io.processdistro.controller.nodes;
