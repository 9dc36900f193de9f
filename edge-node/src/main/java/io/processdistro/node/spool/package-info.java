/** Reports of ended tasks, kept and sent until the controller has acknowledged them. */
package io.processdistro.node.spool;
