package io.processdistro.common.module;

/** A part of a module's file: from byte {@code start} to before byte {@code end}. */
record Span(int start, int end) {
  int length() {
    return end - start;
  }
}
