package io.processdistro.common.module;

/**
 * A function that a module asks its host for.
 *
 * @param module first half of the import's name, escaped and bounded
 * @param name second half, likewise
 */
public record ModuleImport(String module, String name, Signature signature) {}
