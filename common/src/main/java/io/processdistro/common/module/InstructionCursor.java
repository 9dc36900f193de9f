package io.processdistro.common.module;

/**
 * Goes through a function's instructions one by one. What it stands on is known by {@link #opcode},
 * {@link #start} and {@link #end}; of immediates only the indices that somebody asks for are kept.
 */
final class InstructionCursor {
  private static final int V128_CONST_BYTES = 16;
  private static final int LAST_SIMD = 0xff;
  private static final int ALIGNMENT_EXPONENT_MAX = 4;
  private static final int MEMORY_INDEX_FLAG = 0x40;
  private static final int LAST_TRUNCATION = 7;

  private final ByteReader reader;
  private int opcode;
  private int start;
  private long index;
  private long deepestLabel;

  /**
   * @param reader stands on the first instruction
   */
  InstructionCursor(ByteReader reader) {
    this.reader = reader;
  }

  /** Goes to the next instruction; false if there is none. */
  boolean next() throws ModuleRefusedException {
    if (reader.atEnd()) return false;
    start = reader.position();
    opcode = reader.unsignedByte();
    index = 0;
    switch (opcode) {
      case Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF -> blockType();
      case Opcodes.BR, Opcodes.BR_IF -> deepestLabel = reader.unsignedNumber();
      case Opcodes.BR_TABLE -> branchTable();
      case Opcodes.CALL,
          Opcodes.LOCAL_GET,
          Opcodes.LOCAL_SET,
          Opcodes.LOCAL_TEE,
          Opcodes.GLOBAL_GET,
          Opcodes.GLOBAL_SET,
          Opcodes.TABLE_GET,
          Opcodes.TABLE_SET,
          Opcodes.REF_FUNC ->
          index = reader.unsignedNumber();
      case Opcodes.CALL_INDIRECT -> {
        index = reader.unsignedNumber();
        reader.unsignedNumber();
      }
      case Opcodes.SELECT_TYPED -> selectTypes();
      case Opcodes.MEMORY_SIZE, Opcodes.MEMORY_GROW -> memoryIndex();
      case Opcodes.I32_CONST -> reader.signedNumber(Integer.SIZE);
      case Opcodes.I64_CONST -> reader.signedNumber(Long.SIZE);
      case Opcodes.F32_CONST -> reader.skip(Float.BYTES);
      case Opcodes.F64_CONST -> reader.skip(Double.BYTES);
      case Opcodes.REF_NULL -> reader.valueType();
      case Opcodes.BULK_PREFIX -> bulk();
      case Opcodes.SIMD_PREFIX -> simd();
      default -> others();
    }
    return true;
  }

  int opcode() {
    return opcode;
  }

  /** Where the instruction begins in the file. */
  int start() {
    return start;
  }

  /** Where the one after it begins. */
  int end() {
    return reader.position();
  }

  /** Of a function, type, local, global or table, where the instruction names one. */
  long index() {
    return index;
  }

  /** How many blocks a branch leaves at most. */
  long deepestLabel() {
    return deepestLabel;
  }

  private void others() throws ModuleRefusedException {
    if (opcode >= Opcodes.FIRST_MEMORY_ACCESS && opcode <= Opcodes.LAST_MEMORY_ACCESS) {
      memoryAccess();
      return;
    }
    boolean plain =
        opcode >= Opcodes.FIRST_PLAIN && opcode <= Opcodes.LAST_PLAIN
            || opcode <= 0x01 // unreachable, nop
            || opcode == Opcodes.ELSE
            || opcode == Opcodes.END
            || opcode == Opcodes.RETURN
            || opcode == 0x1a // drop
            || opcode == 0x1b // select
            || opcode == Opcodes.REF_IS_NULL;
    if (!plain) throw refuse();
  }

  private ModuleRefusedException refuse() {
    return switch (opcode) {
      case 0x06, 0x07, 0x08, 0x09, 0x0a, 0x18, 0x19, 0x1f ->
          Features.EXCEPTIONS.refuse(reader.place());
      case 0x12, 0x13 -> Features.TAIL_CALLS.refuse(reader.place());
      case 0x14, 0x15, 0xd4, 0xd5, 0xd6 -> Features.FUNCTION_REFERENCES.refuse(reader.place());
      case 0xd3, Opcodes.GC_PREFIX -> Features.GARBAGE_COLLECTION.refuse(reader.place());
      case 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6 ->
          Features.STACK_SWITCHING.refuse(reader.place());
      case Opcodes.ATOMIC_PREFIX -> Features.THREADS.refuse(reader.place());
      default -> unknown("0x%02x".formatted(opcode));
    };
  }

  private ModuleRefusedException unknown(String instruction) {
    return reader.malformed("has instruction " + instruction + ", which does not exist");
  }

  private void blockType() throws ModuleRefusedException {
    int next = reader.peek();
    if (next == Opcodes.EMPTY_BLOCK) {
      reader.skip(1);
    } else if (next >= 0x41 && next <= 0x7f) {
      reader.valueType();
    } else if (reader.signedNumber(33) < 0) {
      throw reader.malformed("has a block of unknown type");
    }
  }

  private void branchTable() throws ModuleRefusedException {
    int targets = reader.count("branches in one table", ModuleLimits.BRANCH_TARGETS_MAX);
    deepestLabel = 0;
    for (int i = 0; i <= targets; i++) {
      deepestLabel = Math.max(deepestLabel, reader.unsignedNumber());
    }
  }

  private void selectTypes() throws ModuleRefusedException {
    int types = reader.count("types for one select", 1);
    for (int i = 0; i < types; i++) reader.valueType();
  }

  private void memoryIndex() throws ModuleRefusedException {
    if (reader.unsignedNumber() != 0) throw Features.MULTIPLE_MEMORIES.refuse(reader.place());
  }

  private void memoryAccess() throws ModuleRefusedException {
    long alignment = reader.unsignedNumber();
    if ((alignment & MEMORY_INDEX_FLAG) != 0) {
      throw Features.MULTIPLE_MEMORIES.refuse(reader.place());
    }
    if (alignment > ALIGNMENT_EXPONENT_MAX) {
      throw reader.malformed("has a memory access aligned to 2^" + alignment + " bytes");
    }
    reader.unsignedNumber();
  }

  private void bulk() throws ModuleRefusedException {
    long code = reader.unsignedNumber();
    opcode = prefixed(Opcodes.BULK_PREFIX, code);
    switch (opcode) {
      case Opcodes.MEMORY_INIT -> {
        reader.unsignedNumber();
        memoryIndex();
      }
      case Opcodes.MEMORY_COPY -> {
        memoryIndex();
        memoryIndex();
      }
      case Opcodes.MEMORY_FILL -> memoryIndex();
      case Opcodes.TABLE_INIT, Opcodes.TABLE_COPY -> {
        reader.unsignedNumber();
        reader.unsignedNumber();
      }
      case Opcodes.DATA_DROP,
          Opcodes.ELEM_DROP,
          Opcodes.TABLE_GROW,
          Opcodes.TABLE_SIZE,
          Opcodes.TABLE_FILL ->
          reader.unsignedNumber();
      default -> {
        if (code >= 19 && code <= 22) throw Features.WIDE_ARITHMETIC.refuse(reader.place());
        if (code > LAST_TRUNCATION) throw unknown("0xfc " + code);
      }
    }
  }

  private void simd() throws ModuleRefusedException {
    long code = reader.unsignedNumber();
    if (code > LAST_SIMD && code <= 0x114) throw Features.RELAXED_SIMD.refuse(reader.place());
    if (code > LAST_SIMD) throw unknown("0xfd " + code);
    opcode = prefixed(Opcodes.SIMD_PREFIX, code);
    if (code <= 11 || code == 92 || code == 93) {
      memoryAccess();
    } else if (code == Opcodes.V128_CONST || code == 13) {
      reader.skip(V128_CONST_BYTES);
    } else if (code >= 84 && code <= 91) {
      memoryAccess();
      reader.skip(1);
    } else if (code >= 21 && code <= 34) {
      reader.skip(1);
    }
  }

  private static int prefixed(int prefix, long code) {
    return prefix << Byte.SIZE | (int) Math.min(code, 0xff);
  }
}
