package io.processdistro.controller.api.view;

import java.util.List;

/** The task types a controller knows. */
public record TaskTypesView(List<TaskTypeView> taskTypes) {

  /**
   * @param formats allowed values of {@code output_format}, the default first
   */
  public record TaskTypeView(
      String name,
      String summary,
      List<Parameter> parameters,
      List<Input> inputs,
      List<String> formats) {}

  /**
   * @param defaultValue as JSON; empty if the parameter is required
   */
  public record Parameter(String name, String allowed, String defaultValue, String meaning) {}

  public record Input(String name, boolean required, String meaning) {}
}
