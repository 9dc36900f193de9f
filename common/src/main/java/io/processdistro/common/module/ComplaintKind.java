package io.processdistro.common.module;

/** What sort of thing is wrong with a module. */
public enum ComplaintKind {
  /** Another kind of file. */
  NOT_A_MODULE,
  /** It breaks off, or a byte is not what the format asks for. */
  MALFORMED,
  /** It breaks a rule that shows only when it is read as a whole, such as a type error. */
  INVALID,
  /** It is bigger than a module may be, in whatever respect. */
  LIMIT_EXCEEDED,
  /** It needs a part of WebAssembly that nodes do not run. */
  FEATURE_UNSUPPORTED,
  IMPORT_REFUSED,
  /** It lacks an export that every task module has, or has it with another type. */
  EXPORT_MISSING,
  /** It uses a name that only ingest may give. */
  NAME_RESERVED
}
