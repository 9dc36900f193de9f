/**
 * Jobs of users' own modules, in up to three kinds of stages: one task that splits the input, a
 * task for each chunk, and levels of tasks that merge results until one is left.
 *
 * <p>Way of the data: {@link io.processdistro.controller.tasks.modules.ModuleTask} checks module
 * and wishes and cuts the input where no guest is needed for it; {@code ModulePlan} says what each
 * task reads; {@code ModuleAssembly} takes outputs and makes the next stage of them. Everything
 * that comes from a guest is bounded and checked before it is used.
 */
package io.processdistro.controller.tasks.modules;
