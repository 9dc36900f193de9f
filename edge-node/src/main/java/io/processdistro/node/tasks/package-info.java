/**
 * The leases that this node holds: from arrival over the wait for inputs and a slot to the report.
 */
package io.processdistro.node.tasks;
