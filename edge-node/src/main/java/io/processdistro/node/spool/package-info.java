/**
 * Reports of ended tasks, kept and sent until the controller has acknowledged them; on disk, so
 * that they outlive the agent's process.
 */
package io.processdistro.node.spool;
