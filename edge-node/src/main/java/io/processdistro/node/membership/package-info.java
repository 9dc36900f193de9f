/**
 * How this node becomes and stays a member of a controller's cluster: the first certificate for a
 * token, its renewal, and where both are kept.
 */
package io.processdistro.node.membership;
