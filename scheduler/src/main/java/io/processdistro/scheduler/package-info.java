/**
 * Everything that is decided about leases, as one state machine: {@link
 * io.processdistro.scheduler.Scheduler} takes events and gives commands. No clock, no I/O, no
 * randomness, no thread (the build checks it). The driver that joins it to the world is the
 * controller's; simulations are in the tests.
 */
package io.processdistro.scheduler;
