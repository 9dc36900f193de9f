package io.processdistro.common.module;

import java.util.Locale;

/** The types of WebAssembly values that nodes run; written in messages as in the text format. */
public enum ValueType {
  I32(0x7f),
  I64(0x7e),
  F32(0x7d),
  F64(0x7c),
  V128(0x7b),
  FUNCREF(0x70),
  EXTERNREF(0x6f);

  private final int code;

  ValueType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  boolean isReference() {
    return this == FUNCREF || this == EXTERNREF;
  }

  /** Null if no such type is run here. */
  static ValueType ofCode(int code) {
    for (var type : values()) {
      if (type.code == code) return type;
    }
    return null;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
