/**
 * Nodes as the API shows them, wishes to them, and how machines become nodes: join, admission,
 * certificates. The frames of nodes that are in go to {@code controller.nodes}.
 */
package io.processdistro.controller.api.nodes;
