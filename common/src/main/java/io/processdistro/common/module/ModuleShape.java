package io.processdistro.common.module;

/** The two kinds of task modules; which one a module is shows from its exports. */
public enum ModuleShape {
  /** Exports {@code memory}, {@code alloc} and {@code execute}; imports nothing. */
  NATIVE,
  /** Exports {@code memory} and {@code _start}; imports WASI functions and nothing else. */
  WASI_COMMAND
}
