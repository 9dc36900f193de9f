package io.processdistro.controller.tasks;

import java.util.List;

/** A task type in words, for help output, the API and refusals. */
public record TaskDescription(
    String name,
    String summary,
    List<Parameter> parameters,
    List<Input> inputs,
    List<ResultFormat> formats) {
  public TaskDescription {
    parameters = List.copyOf(parameters);
    inputs = List.copyOf(inputs);
    formats = List.copyOf(formats);
  }

  /**
   * @param allowed the range or the list of values, such as {@code "1 to 65536"}
   * @param defaultValue as it would be written in JSON; empty if the parameter is required
   */
  public record Parameter(String name, String allowed, String defaultValue, String meaning) {}

  /**
   * @param name as in {@code --input name=path}
   */
  public record Input(String name, boolean required, String meaning) {}
}
