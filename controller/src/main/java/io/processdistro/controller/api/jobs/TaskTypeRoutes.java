package io.processdistro.controller.api.jobs;

import io.processdistro.controller.api.gate.Endpoint;
import io.processdistro.controller.api.gate.GuardedRouter;
import io.processdistro.controller.api.http.Answers;
import io.processdistro.controller.api.view.TaskTypesView;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskDescription;
import io.processdistro.controller.tasks.TaskType;
import io.processdistro.controller.tasks.TaskTypes;

/** {@code /v1/task-types}. */
public final class TaskTypeRoutes {
  private final TaskTypes taskTypes;
  private final Answers answers;

  public TaskTypeRoutes(TaskTypes taskTypes, Answers answers) {
    this.taskTypes = taskTypes;
    this.answers = answers;
  }

  public void mount(GuardedRouter router) {
    router.on(Endpoint.LIST_TASK_TYPES, context -> answers.json(context, 200, view()));
  }

  private TaskTypesView view() {
    return new TaskTypesView(
        taskTypes.all().stream().map(TaskType::describe).map(TaskTypeRoutes::view).toList());
  }

  private static TaskTypesView.TaskTypeView view(TaskDescription type) {
    return new TaskTypesView.TaskTypeView(
        type.name(),
        type.summary(),
        type.parameters().stream()
            .map(
                parameter ->
                    new TaskTypesView.Parameter(
                        parameter.name(),
                        parameter.allowed(),
                        parameter.defaultValue(),
                        parameter.meaning()))
            .toList(),
        type.inputs().stream()
            .map(input -> new TaskTypesView.Input(input.name(), input.required(), input.meaning()))
            .toList(),
        type.formats().stream().map(ResultFormat::extension).toList());
  }
}
