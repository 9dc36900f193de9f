package io.processdistro.common.module;

/** A table that the module itself has. */
record Table(ValueType elements, Limits limits) {}
