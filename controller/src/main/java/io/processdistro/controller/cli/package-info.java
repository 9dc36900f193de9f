/**
 * The program {@code controller}: {@link io.processdistro.controller.cli.ControllerCommand} names
 * every command and turns what goes wrong into one line and an exit status. The commands are in the
 * packages below, by what they are about; none of them knows this package, or another command. What
 * commands of all programs share is in {@code common.cli}.
 */
package io.processdistro.controller.cli;
