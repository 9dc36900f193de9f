package io.processdistro.controller.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.store.JobSpec;
import io.processdistro.controller.tasks.ModuleRequest;
import io.processdistro.controller.tasks.TaskType;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The hash of everything that decides the bytes of a result: what runs, parameters, inputs, format,
 * the walls around a module. How a job shares the cluster, and what its files are called, is not
 * part of it; whose job it is, is: nobody is shown by a fast answer what others have computed.
 */
final class WorkHash {
  /** To be raised when the same modules and inputs are made into other bytes than before. */
  private static final int EDITION = 1;

  private WorkHash() {}

  static ContentHash of(JobSpec spec, TaskType type) {
    var parts = new StringJoiner("\n");
    parts.add("edition " + EDITION);
    parts.add("submitter " + spec.rules().submitter());
    parts.add("type " + spec.taskType());
    type.module().ifPresent(hash -> parts.add("runs " + hash));
    parts.add("params " + canonical(spec.params()));
    spec.inputs().forEach((name, input) -> parts.add("input " + name + " " + input.hash()));
    parts.add("format " + spec.outputFormat().orElse(""));
    spec.module().ifPresent(module -> parts.add("module " + text(module)));
    return ContentHash.of(parts.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Equal requests have equal texts: these are records, and the set is in its enum's order. */
  private static String text(ModuleRequest module) {
    return module.module()
        + " "
        + module.cut()
        + " "
        + module.phases().map(EnumSet::copyOf)
        + " "
        + module.limits();
  }

  /** JSON with the fields of every object in order. */
  private static String canonical(JsonNode node) {
    if (node.isArray()) {
      var elements = new StringJoiner(",", "[", "]");
      node.forEach(element -> elements.add(canonical(element)));
      return elements.toString();
    }
    if (!node.isObject()) return node.toString();
    var fields = new TreeMap<String, String>();
    node.properties().forEach(field -> fields.put(field.getKey(), canonical(field.getValue())));
    var members = new StringJoiner(",", "{", "}");
    fields.forEach((name, value) -> members.add(TextNode.valueOf(name) + ":" + value));
    return members.toString();
  }
}
