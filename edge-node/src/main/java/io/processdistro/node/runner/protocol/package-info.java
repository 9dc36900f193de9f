/** What an agent and its runners say to each other through the runner's standard streams. */
package io.processdistro.node.runner.protocol;
