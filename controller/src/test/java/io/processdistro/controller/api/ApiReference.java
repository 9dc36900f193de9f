package io.processdistro.controller.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the OpenAPI description as a page for people. */
final class ApiReference {
  private static final List<String> METHODS = List.of("get", "put", "post", "patch", "delete");

  private final JsonNode description;
  private final StringBuilder page = new StringBuilder();

  private ApiReference(JsonNode description) {
    this.description = description;
  }

  static String of(JsonNode description) {
    var reference = new ApiReference(description);
    reference.write();
    return reference.page.toString();
  }

  private void write() {
    page.append("# The HTTP API\n\n")
        .append(
            "Generated from `openapi.yaml` (a running controller serves it at `/v1/openapi.yaml`); ")
        .append(
            "`ApiReferenceTest` fails when this page is\nstale, and says how to write it anew.\n\n")
        .append(text(description.at("/info/description")))
        .append("\n\n## Requests\n");
    for (var path : description.get("paths").properties()) {
      for (var method : METHODS) {
        var operation = path.getValue().get(method);
        if (operation != null) operation(method, path.getKey(), path.getValue(), operation);
      }
    }
    page.append("\n## Values\n");
    for (var schema : description.at("/components/schemas").properties()) {
      schema(schema.getKey(), schema.getValue());
    }
  }

  private void operation(String method, String path, JsonNode shared, JsonNode operation) {
    page.append("\n### ")
        .append(method.toUpperCase(Locale.ROOT))
        .append(' ')
        .append(path)
        .append("\n");
    paragraph(operation.path("summary"));
    paragraph(operation.path("description"));
    var parameters = new ArrayList<JsonNode>();
    shared.path("parameters").forEach(parameters::add);
    operation.path("parameters").forEach(parameters::add);
    if (!parameters.isEmpty()) {
      page.append("\n| parameter | in | | |\n|---|---|---|---|\n");
      for (var parameter : parameters) parameter(resolved(parameter));
    }
    content("Request", operation.path("requestBody"));
    page.append("\n| answer | | |\n|---|---|---|\n");
    for (var answer : operation.path("responses").properties()) {
      var response = resolved(answer.getValue());
      page.append("| ")
          .append(answer.getKey())
          .append(" | ")
          .append(cell(response.path("description")));
      page.append(" | ").append(types(response)).append(" |\n");
    }
  }

  private void parameter(JsonNode parameter) {
    page.append("| `").append(parameter.path("name").asText()).append("` | ");
    page.append(parameter.path("in").asText()).append(" | ");
    page.append(type(parameter.path("schema"))).append(" | ");
    page.append(cell(parameter.path("description"))).append(" |\n");
  }

  private void content(String title, JsonNode body) {
    if (body.isMissingNode()) return;
    page.append("\n").append(title).append(": ").append(types(resolved(body))).append("\n");
  }

  private String types(JsonNode holder) {
    return holder.path("content").properties().stream()
        .map(kind -> "`" + kind.getKey() + "` " + type(kind.getValue().path("schema")))
        .map(String::strip)
        .collect(Collectors.joining(", "));
  }

  private void schema(String name, JsonNode schema) {
    page.append("\n### ").append(name).append("\n");
    paragraph(schema.path("description"));
    if (!schema.has("properties")) {
      page.append("\n").append(type(schema)).append("\n");
      return;
    }
    page.append("\n| field | | |\n|---|---|---|\n");
    for (var field : schema.get("properties").properties()) {
      page.append("| `").append(field.getKey()).append("` | ").append(type(field.getValue()));
      page.append(" | ").append(cell(field.getValue().path("description"))).append(" |\n");
    }
  }

  private JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static String type(JsonNode schema) {
    if (schema.has("$ref")) {
      var name = schema.get("$ref").asText();
      name = name.substring(name.lastIndexOf('/') + 1);
      return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
    }
    for (var kind : List.of("oneOf", "anyOf", "allOf")) {
      if (schema.has(kind)) return joined(schema.get(kind));
    }
    if (schema.has("enum")) {
      var values = new ArrayList<String>();
      schema.get("enum").forEach(value -> values.add("`" + value.asText() + "`"));
      return String.join(", ", values);
    }
    if (schema.has("const")) return "`" + schema.get("const").asText() + "`";
    if (schema.path("type").isArray()) {
      var kinds = new ArrayList<String>();
      schema
          .get("type")
          .forEach(
              kind -> kinds.add(kind.asText().equals("array") ? array(schema) : kind.asText()));
      return String.join(" or ", kinds);
    }
    if (schema.path("type").asText().equals("array")) return array(schema);
    return schema.path("type").asText("") + bounds(schema);
  }

  private static String joined(JsonNode choices) {
    var types = new ArrayList<String>();
    choices.forEach(choice -> types.add(type(choice)));
    return String.join(" or ", types);
  }

  private static String array(JsonNode schema) {
    return "array of " + type(schema.path("items"));
  }

  private static String bounds(JsonNode schema) {
    var bounds = new ArrayList<String>();
    var names =
        Map.of(
            "minimum", "≥ ", "maximum", "≤ ", "minLength", "length ≥ ", "maxLength", "length ≤ ");
    for (var name : List.of("minimum", "maximum", "minLength", "maxLength")) {
      if (schema.has(name)) bounds.add(names.get(name) + schema.get(name).asText());
    }
    return bounds.isEmpty() ? "" : " (" + String.join(", ", bounds) + ")";
  }

  private void paragraph(JsonNode text) {
    if (!text.isMissingNode()) page.append("\n").append(text(text)).append("\n");
  }

  private static String text(JsonNode text) {
    return text.asText().strip();
  }

  /** On one line, with nothing that ends a cell. */
  private static String cell(JsonNode text) {
    return text.asText("").strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }
}
