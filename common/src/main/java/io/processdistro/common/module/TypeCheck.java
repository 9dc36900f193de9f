package io.processdistro.common.module;

import com.dylibso.chicory.wasm.ChicoryException;
import com.dylibso.chicory.wasm.Parser;
import java.io.ByteArrayInputStream;
import java.util.List;

/**
 * Has the parser library validate the module: types of operands, alignment, everything that {@link
 * BodyScan} leaves open. The library makes objects of some 100 bytes for every instruction, and an
 * entry of some 8 for every local, so a large module is shown to it in parts: the same module again
 * and again, each time with other functions in place and all others empty.
 */
final class TypeCheck {
  /** Some 25 MB of objects for one part. */
  private static final int PART_BYTES = 256 << 10;

  /** So many locals take as much memory as a byte of code. */
  private static final int LOCALS_PER_BYTE = 12;

  /** No locals, {@code unreachable}, {@code end}: valid whatever the function's type is. */
  private static final byte[] EMPTY_BODY = {3, 0, Opcodes.UNREACHABLE, Opcodes.END};

  private TypeCheck() {}

  static void check(Sections sections, Declarations declarations) throws ModuleRefusedException {
    var bodies = declarations.bodies();
    int from = 0;
    do {
      int to = endOfPart(sections.bytes(), bodies, from);
      validate(part(sections, bodies, from, to));
      from = to;
    } while (from < bodies.size());
  }

  private static int endOfPart(byte[] module, List<Span> bodies, int from)
      throws ModuleRefusedException {
    int to = from;
    long bytes = 0;
    while (to < bodies.size() && bytes <= PART_BYTES) {
      var body = bodies.get(to++);
      bytes += body.length() + LocalGroups.read(module, body).locals() / LOCALS_PER_BYTE;
    }
    return to;
  }

  private static byte[] part(Sections sections, List<Span> bodies, int from, int to) {
    var out = new ByteWriter().copy(sections.bytes(), 0, FileKind.HEADER_BYTES);
    for (var id : SectionId.values()) {
      var span = sections.contents().get(id);
      if (span == null) continue;
      var content =
          id == SectionId.CODE
              ? code(sections.bytes(), bodies, from, to)
              : new ByteWriter().copy(sections.bytes(), span);
      out.section(id.code(), content);
    }
    return out.toBytes();
  }

  private static ByteWriter code(byte[] bytes, List<Span> bodies, int from, int to) {
    var content = new ByteWriter().unsigned(bodies.size());
    for (int i = 0; i < bodies.size(); i++) {
      if (i < from || i >= to) content.copy(EMPTY_BODY);
      else content.unsigned(bodies.get(i).length()).copy(bytes, bodies.get(i));
    }
    return content;
  }

  private static void validate(byte[] module) throws ModuleRefusedException {
    try {
      Parser.builder().build().parse(() -> new ByteArrayInputStream(module));
    } catch (ChicoryException e) {
      throw invalid(e.getMessage());
    } catch (RuntimeException | AssertionError e) {
      // The library stumbles over some wrong modules, or has assertions, instead of refusing them.
      throw invalid("the parser failed with " + e.getClass().getSimpleName());
    }
  }

  private static ModuleRefusedException invalid(String reason) {
    return ModuleRefusedException.of(
        ComplaintKind.INVALID,
        "the module is not valid: " + EscapedText.printable(String.valueOf(reason), 300),
        "the tool that made the module is at fault, or it was changed by hand");
  }
}
