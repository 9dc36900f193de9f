package io.processdistro.common.module;

import java.util.BitSet;
import java.util.List;

/**
 * Reads the functions' instructions: every one is known, blocks are closed where they should be,
 * and locals, globals, functions and labels exist. Types are {@link TypeCheck}'s business.
 */
final class BodyScan {
  private final byte[] bytes;
  private final Declarations declarations;
  private final int globals;

  private BodyScan(byte[] bytes, Declarations declarations) {
    this.bytes = bytes;
    this.declarations = declarations;
    this.globals = declarations.globals().size();
  }

  static void check(byte[] bytes, Declarations declarations) throws ModuleRefusedException {
    var scan = new BodyScan(bytes, declarations);
    for (int own = 0; own < declarations.bodies().size(); own++) {
      scan.checkBody(declarations.importedFunctions() + own, declarations.bodies().get(own));
    }
  }

  /** A sentence for every function that is so long that compiling it takes its time. */
  static void warn(Declarations declarations, List<String> warnings) {
    for (int own = 0; own < declarations.bodies().size(); own++) {
      int length = declarations.bodies().get(own).length();
      if (length <= ModuleLimits.BODY_BYTES_WARNING) continue;
      warnings.add(
          declarations.functionTitle(declarations.importedFunctions() + own)
              + " has "
              + length
              + " bytes of code: beyond "
              + ModuleLimits.BODY_BYTES_WARNING
              + " it takes long until it runs fast; cut it into smaller functions");
    }
  }

  private void checkBody(int function, Span body) throws ModuleRefusedException {
    var title = declarations.functionTitle(function);
    if (body.length() > ModuleLimits.BODY_BYTES_MAX) {
      throw ModuleRefusedException.of(
          ComplaintKind.LIMIT_EXCEEDED,
          title
              + " has "
              + body.length()
              + " bytes of code, at most "
              + ModuleLimits.BODY_BYTES_MAX
              + " are allowed",
          "a longer one would never be compiled: cut it into smaller functions, or have the"
              + " compiler inline and unroll less (-Os)");
    }
    var reader = new ByteReader(bytes, body, title);
    long locals =
        declarations.signature(function).parameters().size() + LocalGroups.read(reader).locals();
    if (locals > ModuleLimits.LOCALS_MAX) {
      throw ModuleRefusedException.of(
          ComplaintKind.LIMIT_EXCEEDED,
          title
              + " has "
              + locals
              + " parameters and locals, at most "
              + ModuleLimits.LOCALS_MAX
              + " are allowed",
          "cut it into smaller functions");
    }
    checkInstructions(reader, (int) locals);
  }

  private void checkInstructions(ByteReader reader, int locals) throws ModuleRefusedException {
    var cursor = new InstructionCursor(reader);
    // By nesting, the ifs that have had no else yet.
    var ifs = new BitSet();
    int nesting = 1;
    while (nesting > 0) {
      if (!cursor.next()) throw reader.malformed("breaks off");
      switch (cursor.opcode()) {
        case Opcodes.BLOCK, Opcodes.LOOP, Opcodes.IF -> {
          nesting = deeper(nesting, reader);
          ifs.set(nesting, cursor.opcode() == Opcodes.IF);
        }
        case Opcodes.ELSE -> {
          if (!ifs.get(nesting)) throw reader.invalid("has an else without its if");
          ifs.clear(nesting);
        }
        case Opcodes.END -> nesting--;
        case Opcodes.BR, Opcodes.BR_IF, Opcodes.BR_TABLE ->
            requireBelow(cursor.deepestLabel(), nesting, "label", reader);
        case Opcodes.LOCAL_GET, Opcodes.LOCAL_SET, Opcodes.LOCAL_TEE ->
            requireBelow(cursor.index(), locals, "local", reader);
        case Opcodes.GLOBAL_GET, Opcodes.GLOBAL_SET ->
            requireBelow(cursor.index(), globals, "global", reader);
        case Opcodes.CALL, Opcodes.REF_FUNC ->
            requireBelow(cursor.index(), declarations.functionTypes().length, "function", reader);
        case Opcodes.CALL_INDIRECT ->
            requireBelow(cursor.index(), declarations.types().size(), "type", reader);
        default -> {
          // Nothing about it that can be said without types.
        }
      }
    }
    ModuleReader.requireEnd(reader);
  }

  private static int deeper(int nesting, ByteReader reader) throws ModuleRefusedException {
    if (nesting < ModuleLimits.NESTING_MAX) return nesting + 1;
    throw ModuleRefusedException.of(
        ComplaintKind.LIMIT_EXCEEDED,
        reader.place()
            + " has more than "
            + ModuleLimits.NESTING_MAX
            + " blocks inside of each other",
        "cut it into smaller functions");
  }

  private static void requireBelow(long index, int count, String what, ByteReader reader)
      throws ModuleRefusedException {
    if (index >= count) {
      throw reader.invalid("names " + what + " " + index + ", there are only " + count);
    }
  }
}
