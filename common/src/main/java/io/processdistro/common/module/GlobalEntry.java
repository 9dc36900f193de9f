package io.processdistro.common.module;

/** The type of a global that the module itself has. */
record GlobalEntry(ValueType type, boolean mutable) {}
