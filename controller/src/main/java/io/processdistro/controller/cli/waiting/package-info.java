/**
 * A command that waits for a job: how long, what a person sees meanwhile, what Ctrl-C leaves behind
 * and what the job's end means for the exit status.
 */
package io.processdistro.controller.cli.waiting;
