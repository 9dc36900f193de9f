package io.processdistro.controller.tasks;

import io.processdistro.common.errors.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The closed list of task types that a controller knows. Immutable. */
public final class TaskTypes {
  private final Map<String, TaskType> byName = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException if two types have one name
   */
  public TaskTypes(List<TaskType> types) {
    for (var type : types) {
      if (byName.put(type.name(), type) != null) {
        throw new IllegalArgumentException("two task types are called " + type.name());
      }
    }
  }

  /** These and one more. */
  public TaskTypes with(TaskType type) {
    var more = new ArrayList<>(byName.values());
    more.add(type);
    return new TaskTypes(more);
  }

  public List<TaskType> all() {
    return List.copyOf(byName.values());
  }

  /**
   * @throws InvalidJobException naming the known types, and the one probably meant
   */
  public TaskType find(String name) throws InvalidJobException {
    var type = byName.get(name);
    if (type != null) return type;
    throw new InvalidJobException(
        ErrorCode.UNKNOWN_TASK_TYPE,
        "task_type",
        "task_type "
            + Printable.quoted(name)
            + " is unknown; known are "
            + String.join(", ", byName.keySet()),
        CheckedRequest.meant(name, byName.keySet()));
  }
}
