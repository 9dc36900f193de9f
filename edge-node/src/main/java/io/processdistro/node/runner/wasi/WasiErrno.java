package io.processdistro.node.runner.wasi;

/** The error numbers of WASI preview 1 that our functions answer with. */
enum WasiErrno {
  SUCCESS(0),
  BAD_DESCRIPTOR(8),
  FAULT(21),
  INVALID(28),
  CANNOT_SEEK(70);

  private final int number;

  WasiErrno(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
