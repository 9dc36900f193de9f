package io.processdistro.common.module;

import java.util.Locale;

/** The sections of a module, in the order in which they have to come. */
enum SectionId {
  TYPE(1),
  IMPORT(2),
  FUNCTION(3),
  TABLE(4),
  MEMORY(5),
  GLOBAL(6),
  EXPORT(7),
  START(8),
  ELEMENT(9),
  DATA_COUNT(12),
  CODE(10),
  DATA(11);

  /** A section of any content that may come anywhere and as often as it likes. */
  static final int CUSTOM_CODE = 0;

  static final int TAG_CODE = 13;
  static final int STRING_CODE = 14;

  private final int code;

  SectionId(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Null if there is no such section. */
  static SectionId ofCode(int code) {
    for (var id : values()) {
      if (id.code == code) return id;
    }
    return null;
  }

  /** As complaints call it. */
  String title() {
    return "the " + name().toLowerCase(Locale.ROOT).replace('_', ' ') + " section";
  }
}
