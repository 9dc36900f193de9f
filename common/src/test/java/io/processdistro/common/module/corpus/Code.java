package io.processdistro.common.module.corpus;

/**
 * Instructions of one function, written one after the other; the function's own end is added later.
 */
public final class Code {
  static final int EMPTY = 0x40;
  public static final int I32 = 0x7f;
  public static final int I64 = 0x7e;
  public static final int F64 = 0x7c;

  private final Bytes out = new Bytes();

  /** Instructions without immediates, by their codes. */
  public Code op(int... codes) {
    out.raw(codes);
    return this;
  }

  public Code i32(int value) {
    out.raw(0x41).signed(value);
    return this;
  }

  public Code i64(long value) {
    out.raw(0x42).signed(value);
    return this;
  }

  public Code get(int local) {
    return indexed(0x20, local);
  }

  public Code set(int local) {
    return indexed(0x21, local);
  }

  public Code tee(int local) {
    return indexed(0x22, local);
  }

  public Code globalGet(int global) {
    return indexed(0x23, global);
  }

  public Code globalSet(int global) {
    return indexed(0x24, global);
  }

  public Code block() {
    return op(0x02, EMPTY);
  }

  public Code loop() {
    return op(0x03, EMPTY);
  }

  public Code when() {
    return op(0x04, EMPTY);
  }

  public Code otherwise() {
    return op(0x05);
  }

  public Code end() {
    return op(0x0b);
  }

  public Code br(int depth) {
    return indexed(0x0c, depth);
  }

  public Code brIf(int depth) {
    return indexed(0x0d, depth);
  }

  public Code brTable(int... depths) {
    out.raw(0x0e).unsigned(depths.length - 1L);
    for (int depth : depths) out.unsigned(depth);
    return this;
  }

  public Code call(int function) {
    return indexed(0x10, function);
  }

  public Code callIndirect(int type) {
    indexed(0x11, type);
    return op(0);
  }

  public Code drop() {
    return op(0x1a);
  }

  public Code unreachable() {
    return op(0x00);
  }

  /** A load or store by its code, with its offset; aligned to single bytes. */
  public Code memory(int code, long offset) {
    out.raw(code, 0).unsigned(offset);
    return this;
  }

  public Code memoryGrow() {
    return op(0x40, 0);
  }

  public Code memorySize() {
    return op(0x3f, 0);
  }

  public Code memoryFill() {
    return op(0xfc, 11, 0);
  }

  public Code memoryCopy() {
    return op(0xfc, 10, 0, 0);
  }

  /** The same instructions again and again. */
  public Code times(int count, Code instructions) {
    var bytes = instructions.toBytes();
    for (int i = 0; i < count; i++) out.append(bytes);
    return this;
  }

  public byte[] toBytes() {
    return out.toBytes();
  }

  private Code indexed(int code, int index) {
    out.raw(code).unsigned(index);
    return this;
  }
}
