package io.processdistro.controller.tasks.npy;

/** The element types that are read or written, all little endian. */
public enum NpyElement {
  FLOAT64("<f8", 8),
  FLOAT32("<f4", 4),
  /** Only written: iteration counts. */
  INT32("<i4", 4);

  private final String descriptor;
  private final int bytes;

  NpyElement(String descriptor, int bytes) {
    this.descriptor = descriptor;
    this.bytes = bytes;
  }

  /** As in the header's {@code descr}. */
  public String descriptor() {
    return descriptor;
  }

  /** Size of one element. */
  public int bytes() {
    return bytes;
  }
}
