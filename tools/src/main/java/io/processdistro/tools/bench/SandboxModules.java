package io.processdistro.tools.bench;

import java.io.ByteArrayOutputStream;

/**
 * Tiny native modules: one that does nothing, one that gives much, one that takes all the memory it
 * can get, one that never ends, one that hangs the compiler.
 */
final class SandboxModules {
  private static final int I32 = 0x7f;
  private static final int I64 = 0x7e;
  private static final int LOOP = 0x03;
  private static final int NO_RESULT = 0x40;
  private static final int END = 0x0b;

  private SandboxModules() {}

  /** Answers an empty output; its memory has that many pages of 64 KiB. */
  static byte[] idle(int pages) {
    return module(pages, new byte[0], join(0x42, 0));
  }

  /** Answers that many bytes of zeroes; its memory has that many pages of 64 KiB. */
  static byte[] giving(int pages, int bytes) {
    return module(pages, new byte[0], concat(new byte[] {0x42}, signed(8L << 32 | bytes)));
  }

  /** Grows by 16 MiB until it gets no more, then writes to all of it. */
  static byte[] hog() {
    var grow = concat(join(LOOP, NO_RESULT, 0x41), signed(256), join(0x40, 0));
    var again = join(0x41, 0, 0x4e, 0x0d, 0, END);
    var fill = join(0x41, 0, 0x41, 1, 0x3f, 0, 0x41, 16, 0x74, 0xfc, 0x0b, 0, 0x42, 0);
    return module(1, 65_536, new byte[0], concat(grow, again, fill));
  }

  static byte[] endless() {
    return module(1, new byte[0], join(LOOP, NO_RESULT, 0x0c, 0, END, 0x42, 0));
  }

  /**
   * A loop of multiplications by constants, called for ever: the first compiler tier never ends.
   */
  static byte[] compileBomb() {
    var body = new ByteArrayOutputStream();
    body.writeBytes(join(LOOP, NO_RESULT));
    for (int i = 0; i < 64; i++) {
      body.writeBytes(join(0x20, 0, 0x41, i % 3 == 0 ? 31 : i % 3 == 1 ? 5 : 3, 0x6c, 0x21, 0));
    }
    body.writeBytes(join(0x20, 1, 0x41, 1, 0x6b, 0x22, 1, 0x0d, 0, END, 0x20, 0));
    var calls = join(LOOP, NO_RESULT, 0x41, 7, 0x41, 2, 0x10, 2, 0x1a, 0x0c, 0, END, 0x42, 0);
    return module(1, body.toByteArray(), calls);
  }

  /**
   * @param helper body of function 2, (i32, i32) -> i32; none if empty
   * @param execute body of the task's function
   */
  private static byte[] module(int pages, byte[] helper, byte[] execute) {
    return module(pages, pages, helper, execute);
  }

  private static byte[] module(int pages, int pagesMax, byte[] helper, byte[] execute) {
    var wasm = new ByteArrayOutputStream();
    wasm.writeBytes(join(0, 'a', 's', 'm', 1, 0, 0, 0));
    section(
        wasm,
        1,
        join(3, 0x60, 1, I32, 1, I32, 0x60, 2, I32, I32, 1, I64, 0x60, 2, I32, I32, 1, I32));
    section(wasm, 3, helper.length == 0 ? join(2, 0, 1) : join(3, 0, 1, 2));
    var memory = new ByteArrayOutputStream();
    memory.writeBytes(join(1, 1));
    number(memory, pages);
    number(memory, pagesMax);
    section(wasm, 5, memory.toByteArray());
    var exports = new ByteArrayOutputStream();
    exports.write(3);
    export(exports, "memory", 2, 0);
    export(exports, "alloc", 0, 0);
    export(exports, "execute", 0, 1);
    section(wasm, 7, exports.toByteArray());
    var code = new ByteArrayOutputStream();
    code.write(helper.length == 0 ? 2 : 3);
    function(code, join(0x41, 8));
    function(code, execute);
    if (helper.length > 0) function(code, helper);
    section(wasm, 10, code.toByteArray());
    return wasm.toByteArray();
  }

  private static void export(ByteArrayOutputStream into, String name, int kind, int index) {
    into.write(name.length());
    name.chars().forEach(into::write);
    into.writeBytes(join(kind, index));
  }

  private static void function(ByteArrayOutputStream into, byte[] body) {
    number(into, body.length + 2);
    into.write(0);
    into.writeBytes(body);
    into.write(END);
  }

  private static void section(ByteArrayOutputStream into, int id, byte[] content) {
    into.write(id);
    number(into, content.length);
    into.writeBytes(content);
  }

  private static void number(ByteArrayOutputStream into, int value) {
    int rest = value;
    for (; rest > 0x7f; rest >>>= 7) into.write(rest & 0x7f | 0x80);
    into.write(rest);
  }

  /** A constant as an instruction carries it. */
  private static byte[] signed(long value) {
    var bytes = new ByteArrayOutputStream();
    long rest = value;
    for (; rest < -64 || rest > 63; rest >>= 7) bytes.write((int) (rest & 0x7f | 0x80));
    bytes.write((int) (rest & 0x7f));
    return bytes.toByteArray();
  }

  private static byte[] concat(byte[]... parts) {
    var bytes = new ByteArrayOutputStream();
    for (var part : parts) bytes.writeBytes(part);
    return bytes.toByteArray();
  }

  private static byte[] join(int... values) {
    var bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) bytes[i] = (byte) values[i];
    return bytes;
  }
}
