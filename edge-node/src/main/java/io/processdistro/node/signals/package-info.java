/** Signals of the operating system, for the agent and for runners. */
package io.processdistro.node.signals;
