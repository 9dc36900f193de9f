package io.processdistro.controller.tasks;

/**
 * A user's module as a planner gets it.
 *
 * @param blob its bytes as they came, untrusted
 */
public record SubmittedModule(InputBlob blob, ModuleRequest request) {}
