package io.processdistro.common.module;

/**
 * An import as the file says it, its names not yet escaped.
 *
 * @param typeIndex of a function; -1 for every other kind
 */
record ImportEntry(String module, String name, ExternalKind kind, int typeIndex) {
  static final int NO_TYPE = -1;
}
