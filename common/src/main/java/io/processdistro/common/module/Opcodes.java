package io.processdistro.common.module;

/**
 * Codes of the instructions that ingest has to know one by one. Those behind a prefix byte are
 * written as {@code prefix << 8 | code}.
 */
final class Opcodes {
  static final int UNREACHABLE = 0x00;
  static final int BLOCK = 0x02;
  static final int LOOP = 0x03;
  static final int IF = 0x04;
  static final int ELSE = 0x05;
  static final int END = 0x0b;
  static final int BR = 0x0c;
  static final int BR_IF = 0x0d;
  static final int BR_TABLE = 0x0e;
  static final int RETURN = 0x0f;
  static final int CALL = 0x10;
  static final int CALL_INDIRECT = 0x11;
  static final int SELECT_TYPED = 0x1c;
  static final int LOCAL_GET = 0x20;
  static final int LOCAL_SET = 0x21;
  static final int LOCAL_TEE = 0x22;
  static final int GLOBAL_GET = 0x23;
  static final int GLOBAL_SET = 0x24;
  static final int TABLE_GET = 0x25;
  static final int TABLE_SET = 0x26;
  static final int FIRST_MEMORY_ACCESS = 0x28;
  static final int LAST_MEMORY_ACCESS = 0x3e;
  static final int MEMORY_SIZE = 0x3f;
  static final int MEMORY_GROW = 0x40;
  static final int I32_CONST = 0x41;
  static final int I64_CONST = 0x42;
  static final int F32_CONST = 0x43;
  static final int F64_CONST = 0x44;
  static final int FIRST_PLAIN = 0x45;
  static final int LAST_PLAIN = 0xc4;
  static final int I64_LT_S = 0x53;
  static final int I64_SUB = 0x7d;
  static final int I64_SHL = 0x86;
  static final int I64_SHR_U = 0x88;
  static final int I64_EXTEND_I32_U = 0xad;
  static final int REF_NULL = 0xd0;
  static final int REF_IS_NULL = 0xd1;
  static final int REF_FUNC = 0xd2;

  static final int GC_PREFIX = 0xfb;
  static final int BULK_PREFIX = 0xfc;
  static final int SIMD_PREFIX = 0xfd;
  static final int ATOMIC_PREFIX = 0xfe;

  static final int MEMORY_INIT = 0xfc08;
  static final int DATA_DROP = 0xfc09;
  static final int MEMORY_COPY = 0xfc0a;
  static final int MEMORY_FILL = 0xfc0b;
  static final int TABLE_INIT = 0xfc0c;
  static final int ELEM_DROP = 0xfc0d;
  static final int TABLE_COPY = 0xfc0e;
  static final int TABLE_GROW = 0xfc0f;
  static final int TABLE_SIZE = 0xfc10;
  static final int TABLE_FILL = 0xfc11;

  /** Behind the SIMD prefix, where it is the only constant. */
  static final int V128_CONST = 12;

  /** The type of a block that neither takes nor leaves a value. */
  static final int EMPTY_BLOCK = 0x40;

  private Opcodes() {}
}
