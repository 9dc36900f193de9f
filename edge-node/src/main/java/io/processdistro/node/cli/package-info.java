/** The command {@code edge-node}. */
package io.processdistro.node.cli;
