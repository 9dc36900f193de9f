package io.processdistro.controller.tasks;

import io.processdistro.common.errors.ErrorCode;
import java.util.List;
import java.util.Optional;

/** A parameter that is one of a few words, in lower case. */
public record Choice(
    String name, List<String> allowed, Optional<String> defaultValue, String meaning) {
  public Choice {
    allowed = List.copyOf(allowed);
  }

  public TaskDescription.Parameter description() {
    return new TaskDescription.Parameter(
        name,
        String.join(", ", allowed),
        defaultValue.map(value -> '"' + value + '"').orElse(""),
        meaning);
  }

  /** The word sent, else the default. */
  public String in(CheckedRequest request) throws InvalidJobException {
    var node = request.parameter(name).orElse(null);
    if (node == null) return defaultValue.orElseThrow(() -> invalid("is missing", ""));
    if (node.isTextual() && allowed.contains(node.textValue())) return node.textValue();
    throw invalid(
        "was " + CheckedRequest.kindOf(node),
        node.isTextual() ? CheckedRequest.meant(node.textValue(), allowed) : "");
  }

  private InvalidJobException invalid(String what, String hint) {
    return new InvalidJobException(
        ErrorCode.INVALID_PARAMETER,
        "params." + name,
        "params." + name + " must be one of " + String.join(", ", allowed) + "; it " + what,
        hint);
  }
}
