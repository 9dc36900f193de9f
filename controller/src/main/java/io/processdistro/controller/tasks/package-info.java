/**
 * The built-in task types: planners that turn a request into a line of grains, and assemblers that
 * turn the outputs of grain ranges into one result file.
 *
 * <p>Way of the data: {@link io.processdistro.controller.tasks.TaskTypes} finds the {@link
 * io.processdistro.controller.tasks.TaskType}, whose {@code plan} checks the {@link
 * io.processdistro.controller.tasks.JobRequest} and cuts its inputs into blobs; the {@link
 * io.processdistro.controller.tasks.JobPlan} says what each task's input is; a {@link
 * io.processdistro.controller.tasks.ResultAssembly} takes the outputs in any order.
 *
 * <p>Nothing here runs guest code, knows nodes, or touches an event loop.
 */
package io.processdistro.controller.tasks;
