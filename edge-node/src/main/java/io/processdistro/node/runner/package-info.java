/**
 * The child JVM in which guests run: its main, its engine, its slots and the walls of time. The
 * agent uses of it only how it is started and how it ends.
 */
package io.processdistro.node.runner;
