/** The agent: the parts of a node put together on one event loop, from start to goodbye. */
package io.processdistro.node.agent;
