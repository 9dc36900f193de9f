/**
 * How a module is tried out on its author's machine, without a cluster: the command that plans the
 * trial talks to a process that runs its tasks the way a node does (ADR 17).
 */
package io.processdistro.common.trial;
