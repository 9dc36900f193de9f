package io.processdistro.common.module;

/** The declarations of locals at the start of a function's body. */
final class LocalGroups {
  private LocalGroups() {}

  /** Goes past them and counts the locals: up to 2^32 for each group, so in a long. */
  static long skip(ByteReader reader) throws ModuleRefusedException {
    int groups = reader.count("groups of locals", ModuleLimits.LOCALS_MAX);
    long locals = 0;
    for (int i = 0; i < groups; i++) {
      locals += reader.unsignedNumber();
      reader.valueType();
    }
    return locals;
  }
}
