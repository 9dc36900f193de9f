package io.processdistro.common.module;

/** An export as the file says it, its name not yet escaped. */
record ExportEntry(String name, ExternalKind kind, int index) {}
