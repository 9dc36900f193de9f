/** A node's sandbox without a node: runs the tasks of a trial, one after the other (ADR 17). */
package io.processdistro.node.trial;
