package io.processdistro.common.values;

/** Which exported function of a module a task calls. Built-in tasks only ever execute. */
public enum Phase {
  SPLIT("split"),
  EXECUTE("execute"),
  MERGE("merge");

  private final String exportName;

  Phase(String exportName) {
    this.exportName = exportName;
  }

  /** The name of the function as the module exports it. */
  public String exportName() {
    return exportName;
  }
}
