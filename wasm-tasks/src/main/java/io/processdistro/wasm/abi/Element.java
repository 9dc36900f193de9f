package io.processdistro.wasm.abi;

/** Element types of matrices, in the numbering of the matrix_mul header. */
public enum Element {
  F64(8),
  F32(4);

  private final int bytes;

  Element(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  int code() {
    return ordinal();
  }
}
