package io.processdistro.node.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts small guests together byte by byte, for tests that need exactly these instructions. Imports
 * first, then functions: numbers are given in order.
 */
public final class WasmAssembler {
  public static final int I32 = 0x7f;
  public static final int I64 = 0x7e;

  private final List<byte[]> types = new ArrayList<>();
  private final List<byte[]> imports = new ArrayList<>();
  private final List<byte[]> functions = new ArrayList<>();
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<byte[]> exports = new ArrayList<>();
  private final List<byte[]> data = new ArrayList<>();
  private final List<byte[]> names = new ArrayList<>();
  private byte[] memory = {};
  private int start = -1;

  /** A module with one memory, exported as every task module must; no maximum if negative. */
  public static WasmAssembler withMemory(int pagesMin, int pagesMax) {
    var module = new WasmAssembler();
    module.memory =
        pagesMax < 0 ? join(0, number(pagesMin)) : join(1, number(pagesMin), number(pagesMax));
    module.exports.add(join(name("memory"), 2, 0));
    return module;
  }

  /** The number of a WASI function that takes these and answers an i32. */
  public int wasi(String function, int... parameters) {
    imports.add(
        join(name("wasi_snapshot_preview1"), name(function), 0, number(type(parameters, I32))));
    return imports.size() - 1;
  }

  /** The number of the function that ends the program. */
  public int procExit() {
    imports.add(
        join(name("wasi_snapshot_preview1"), name("proc_exit"), 0, number(type(new int[] {I32}))));
    return imports.size() - 1;
  }

  private int type(int[] parameters, int... results) {
    types.add(join(0x60, types(parameters), types(results)));
    return types.size() - 1;
  }

  private static byte[] types(int... values) {
    var bytes = join(number(values.length));
    for (int value : values) bytes = join(bytes, value);
    return bytes;
  }

  /** Adds a function; all locals beyond the parameters are i64. */
  public int function(int[] parameters, int[] results, int locals, byte[]... code) {
    functions.add(number(type(parameters, results)));
    var declared = locals == 0 ? new byte[] {0} : join(1, number(locals), I64);
    var body = join(declared, join((Object[]) code), 0x0b);
    bodies.add(join(number(body.length), body));
    return imports.size() + functions.size() - 1;
  }

  public WasmAssembler export(String name, int function) {
    exports.add(join(name(name), 0, number(function)));
    return this;
  }

  public WasmAssembler start(int function) {
    start = function;
    return this;
  }

  public WasmAssembler data(int offset, byte[] content) {
    data.add(join(0, i32(offset), 0x0b, number(content.length), content));
    return this;
  }

  /** Gives a function a name in the name section; in rising order of numbers. */
  public WasmAssembler named(int function, String name) {
    names.add(join(number(function), name(name)));
    return this;
  }

  /** The usual exports of a native module, with an input that always lies at {@code address}. */
  public static WasmAssembler nativeModule(
      int pagesMin, int pagesMax, int address, byte[]... code) {
    var module = withMemory(pagesMin, pagesMax);
    module.export("alloc", module.function(new int[] {I32}, new int[] {I32}, 0, i32(address)));
    return module.export(
        "execute", module.function(new int[] {I32, I32}, new int[] {I64}, 4, code));
  }

  public byte[] bytes() {
    var wasm = new ByteArrayOutputStream();
    wasm.writeBytes(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
    section(wasm, 1, types);
    section(wasm, 2, imports);
    section(wasm, 3, functions);
    section(wasm, 5, List.of(memory));
    section(wasm, 7, exports);
    if (start >= 0) raw(wasm, 8, number(start));
    section(wasm, 10, bodies);
    section(wasm, 11, data);
    if (!names.isEmpty()) {
      var list = vector(names);
      raw(wasm, 0, join(name("name"), 1, number(list.length), list));
    }
    return wasm.toByteArray();
  }

  private static void section(ByteArrayOutputStream wasm, int id, List<byte[]> entries) {
    if (!entries.isEmpty()) raw(wasm, id, vector(entries));
  }

  private static void raw(ByteArrayOutputStream wasm, int id, byte[] content) {
    wasm.writeBytes(join(id, number(content.length), content));
  }

  private static byte[] vector(List<byte[]> entries) {
    return join(number(entries.size()), join(entries.toArray()));
  }

  private static byte[] name(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    return join(number(bytes.length), bytes);
  }

  /** An unsigned number of variable length. */
  public static byte[] number(int value) {
    var bytes = new ByteArrayOutputStream();
    int rest = value;
    for (; rest < 0 || rest > 0x7f; rest >>>= 7) bytes.write(rest & 0x7f | 0x80);
    bytes.write(rest);
    return bytes.toByteArray();
  }

  public static byte[] i32(int value) {
    return join(0x41, signed(value));
  }

  public static byte[] i64(long value) {
    return join(0x42, signed(value));
  }

  private static byte[] signed(long value) {
    var bytes = new ByteArrayOutputStream();
    long rest = value;
    while (rest < -64 || rest > 63) {
      bytes.write((int) (rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    bytes.write((int) rest & 0x7f);
    return bytes.toByteArray();
  }

  public static byte[] call(int function) {
    return join(0x10, number(function));
  }

  public static byte[] get(int local) {
    return join(0x20, number(local));
  }

  public static byte[] set(int local) {
    return join(0x21, number(local));
  }

  /** Code that runs until it branches out or the guest ends; depth 0 goes on, 1 leaves. */
  public static byte[] loop(byte[]... code) {
    return join(0x02, 0x40, 0x03, 0x40, join((Object[]) code), 0x0c, 0, 0x0b, 0x0b);
  }

  /** Leaves the surrounding {@link #loop} if the i32 on the stack is not zero. */
  public static byte[] leaveIf() {
    return join(0x0d, 1);
  }

  /** Bytes and arrays of bytes, one after the other. */
  public static byte[] join(Object... parts) {
    var bytes = new ByteArrayOutputStream();
    for (var part : parts) {
      switch (part) {
        case Integer one -> bytes.write(one);
        case byte[] many -> bytes.writeBytes(many);
        case Object other -> throw new IllegalArgumentException("no bytes: " + other);
      }
    }
    return bytes.toByteArray();
  }
}
