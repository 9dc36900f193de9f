/** Who this node is from one start to the next: its key, its id, and its locked state directory. */
package io.processdistro.node.identity;
