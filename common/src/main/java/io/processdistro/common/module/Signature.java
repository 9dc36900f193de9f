package io.processdistro.common.module;

import java.util.List;
import java.util.stream.Collectors;

/** What a function takes and gives. Written as {@code (i32, i64) -> i32}. */
public record Signature(List<ValueType> parameters, List<ValueType> results) {
  public Signature {
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
  }

  @Override
  public String toString() {
    var gives = results.isEmpty() ? "()" : list(results);
    return "(" + list(parameters) + ") -> " + gives;
  }

  private static String list(List<ValueType> types) {
    return types.stream().map(ValueType::toString).collect(Collectors.joining(", "));
  }
}
