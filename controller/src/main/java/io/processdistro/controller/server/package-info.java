/**
 * The controller as one process: its configuration, what it opens on disk, and the wiring of all
 * parts. {@link io.processdistro.controller.server.ControllerServer} is what the command line,
 * tests and benchmarks start.
 */
package io.processdistro.controller.server;
