package io.processdistro.common.module;

/**
 * The expressions that give globals and segments their first values: one instruction and an end.
 */
final class ConstantExpressions {
  private static final int SIMD_CONSTANT_BYTES = 16;

  private ConstantExpressions() {}

  static void skip(ByteReader reader, ModuleReader module) throws ModuleRefusedException {
    int opcode = reader.unsignedByte();
    switch (opcode) {
      case Opcodes.I32_CONST -> reader.signedNumber(Integer.SIZE);
      case Opcodes.I64_CONST -> reader.signedNumber(Long.SIZE);
      case Opcodes.F32_CONST -> reader.skip(Float.BYTES);
      case Opcodes.F64_CONST -> reader.skip(Double.BYTES);
      case Opcodes.GLOBAL_GET -> reader.index("global", module.globals());
      case Opcodes.REF_NULL -> reader.valueType();
      case Opcodes.REF_FUNC -> reader.index("function", module.functions());
      case Opcodes.SIMD_PREFIX -> skipSimdConstant(reader);
      case Opcodes.GC_PREFIX -> throw Features.GARBAGE_COLLECTION.refuse(reader.place());
      case Opcodes.END -> throw reader.invalid("has an empty constant expression");
      default ->
          throw reader.invalid("has instruction 0x%02x in a constant expression".formatted(opcode));
    }
    if (reader.unsignedByte() != Opcodes.END) {
      throw Features.EXTENDED_CONSTANTS.refuse(reader.place());
    }
  }

  private static void skipSimdConstant(ByteReader reader) throws ModuleRefusedException {
    if (reader.unsignedNumber() != Opcodes.V128_CONST) {
      throw reader.invalid("computes a vector in a constant expression");
    }
    reader.skip(SIMD_CONSTANT_BYTES);
  }
}
