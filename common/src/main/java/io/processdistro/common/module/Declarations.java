package io.processdistro.common.module;

import java.util.List;
import java.util.SortedMap;

/**
 * Everything a module says before and after its code.
 *
 * @param functionTypes index into {@code types} for every function, imported ones first
 * @param memories own ones; imported ones are refused
 * @param startFunction -1 if there is none
 * @param bodies where the code of own functions lies, in order: local declarations and instructions
 * @param functionNames what the module calls its functions: sanitised, bounded, by index
 */
record Declarations(
    List<Signature> types,
    List<ImportEntry> imports,
    int[] functionTypes,
    List<Table> tables,
    List<Limits> memories,
    List<GlobalEntry> globals,
    List<ExportEntry> exports,
    int startFunction,
    List<Span> bodies,
    SortedMap<Integer, String> functionNames) {
  static final int NO_START = -1;

  int importedFunctions() {
    return functionTypes.length - bodies.size();
  }

  Signature signature(int function) {
    return types.get(functionTypes[function]);
  }

  /** As complaints call it: its number, and its name if it has one. */
  String functionTitle(int function) {
    var name = functionNames.get(function);
    return name == null ? "function #" + function : "function " + name + " (#" + function + ")";
  }
}
