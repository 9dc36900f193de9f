package io.processdistro.controller.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.text.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A request whose parameters and inputs all have names that its task type knows, and whose required
 * inputs are there. Values are checked by {@link WholeNumber} and {@link Choice}, content by the
 * task type.
 */
public final class CheckedRequest {
  private final JobRequest request;
  private final TaskDescription description;

  private CheckedRequest(JobRequest request, TaskDescription description) {
    this.request = request;
    this.description = description;
  }

  public static CheckedRequest of(JobRequest request, TaskDescription description)
      throws InvalidJobException {
    if (!request.params().isObject()) {
      throw new InvalidJobException(
          ErrorCode.INVALID_PARAMETER,
          "params",
          "params must be a JSON object, was " + kindOf(request.params()),
          "write for example --params '{}'");
    }
    var parameterNames =
        description.parameters().stream().map(TaskDescription.Parameter::name).toList();
    for (var name : (Iterable<String>) request.params()::fieldNames) {
      if (!parameterNames.contains(name)) {
        throw unknown(
            ErrorCode.INVALID_PARAMETER, "params." + name, name, parameterNames, description);
      }
    }
    var inputNames = description.inputs().stream().map(TaskDescription.Input::name).toList();
    for (var name : request.inputs().keySet()) {
      if (!inputNames.contains(name)) {
        throw unknown(ErrorCode.INVALID_INPUT, "inputs." + name, name, inputNames, description);
      }
    }
    if (request.module().isPresent()) {
      throw new InvalidJobException(
          ErrorCode.INVALID_REQUEST,
          "module",
          description.name() + " has its module built in",
          "leave module out, or leave task_type out");
    }
    var checked = new CheckedRequest(request, description);
    for (var input : description.inputs()) {
      if (input.required()) checked.requiredInput(input.name());
    }
    return checked;
  }

  /** Whether the parameter was sent at all; a JSON null is sent. */
  public boolean has(String parameter) {
    return request.params().has(parameter);
  }

  /** The value of a parameter as it was sent, unchecked. */
  public Optional<JsonNode> parameter(String name) {
    return Optional.ofNullable(request.params().get(name));
  }

  public Optional<InputBlob> input(String name) {
    return Optional.ofNullable(request.inputs().get(name));
  }

  public InputBlob requiredInput(String name) throws InvalidJobException {
    var input = request.inputs().get(name);
    if (input != null) return input;
    throw new InvalidJobException(
        ErrorCode.INVALID_INPUT,
        "inputs." + name,
        "the input " + name + " is missing",
        "give it with --input " + name + "=FILE");
  }

  /** The wished format; the type's first one when none was wished. */
  public ResultFormat format() throws InvalidJobException {
    if (request.outputFormat().isEmpty()) return description.formats().getFirst();
    var wished = request.outputFormat().get();
    for (var format : description.formats()) {
      if (format.extension().equalsIgnoreCase(wished)) return format;
    }
    var allowed = description.formats().stream().map(format -> "." + format.extension()).toList();
    throw new InvalidJobException(
        ErrorCode.INVALID_PARAMETER,
        "output_format",
        "output_format "
            + Printable.quoted(wished)
            + " cannot be written by "
            + description.name()
            + "; allowed: "
            + String.join(", ", allowed),
        "name the output file so that it ends in " + String.join(" or ", allowed));
  }

  private static InvalidJobException unknown(
      ErrorCode code, String field, String name, List<String> known, TaskDescription description) {
    var kind = code == ErrorCode.INVALID_INPUT ? "input" : "parameter";
    return new InvalidJobException(
        code,
        Printable.bounded(field),
        "the "
            + kind
            + " "
            + Printable.quoted(name)
            + " is unknown to "
            + description.name()
            + "; "
            + (known.isEmpty() ? "it takes none" : "known: " + String.join(", ", known)),
        meant(name, known));
  }

  static String meant(String written, Collection<String> known) {
    return NearestName.of(written, known).map(name -> "did you mean " + name + "?").orElse("");
  }

  /** "an array", "null": what somebody wrote in place of what was expected. */
  public static String kindOf(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> "an object";
      case ARRAY -> "an array";
      case STRING -> "the text " + Printable.quoted(node.textValue());
      case NUMBER -> Printable.bounded(node.asText());
      case BOOLEAN -> node.asText();
      case NULL -> "null";
      case BINARY, MISSING, POJO -> "something that is no JSON";
    };
  }
}
