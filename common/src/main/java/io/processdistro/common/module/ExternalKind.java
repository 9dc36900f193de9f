package io.processdistro.common.module;

import java.util.Locale;

/** What can be imported and exported; the ordinal is its code in the file. */
enum ExternalKind {
  FUNCTION,
  TABLE,
  MEMORY,
  GLOBAL,
  TAG;

  static ExternalKind read(ByteReader reader) throws ModuleRefusedException {
    int code = reader.unsignedByte();
    if (code >= values().length) {
      throw reader.malformed("names kind " + code + " of import or export, which does not exist");
    }
    return values()[code];
  }

  /** As in "a function". */
  String title() {
    return "a " + name().toLowerCase(Locale.ROOT);
  }
}
