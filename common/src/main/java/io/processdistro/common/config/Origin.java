package io.processdistro.common.config;

import java.nio.file.Path;

/** Where a value came from. */
public sealed interface Origin {
  /** For people. */
  String text();

  /** A line of a file, counted from 1. */
  record FileLine(Path file, int line) implements Origin {
    @Override
    public String text() {
      return file + ":" + line;
    }
  }

  /** A variable of the environment. */
  record Variable(String name) implements Origin {
    @Override
    public String text() {
      return name;
    }
  }

  /** Nobody said anything. */
  record Usual() implements Origin {
    @Override
    public String text() {
      return "default";
    }
  }
}
