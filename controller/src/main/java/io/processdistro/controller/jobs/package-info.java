/**
 * The life of a job: planned on a worker, run under the scheduler's commands, its outputs assembled
 * on workers while others still run, and written down when it ends. {@link
 * io.processdistro.controller.jobs.Jobs} is the door; everything belongs to one event loop except
 * where it says worker.
 */
package io.processdistro.controller.jobs;
