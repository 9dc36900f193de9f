/**
 * Joins the scheduler to the world: {@link io.processdistro.controller.driver.EventInbox} takes in
 * what happens, {@link io.processdistro.controller.driver.SchedulerDriver} asks the scheduler and
 * executes its commands through {@link io.processdistro.controller.driver.NodeCommands} and {@link
 * io.processdistro.controller.driver.JobCommands}. It executes, it does not decide. Everything here
 * belongs to one event loop.
 */
package io.processdistro.controller.driver;
