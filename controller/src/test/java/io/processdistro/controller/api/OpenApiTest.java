package io.processdistro.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.processdistro.controller.api.view.AdmissionJson;
import io.processdistro.controller.api.view.ClusterEventJson;
import io.processdistro.controller.api.view.DryRunJson;
import io.processdistro.controller.api.view.EstimateJson;
import io.processdistro.controller.api.view.HealthView;
import io.processdistro.controller.api.view.JobEventView;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.api.view.JoinJson;
import io.processdistro.controller.api.view.LiveJson;
import io.processdistro.controller.api.view.ModuleJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.api.view.OverviewJson;
import io.processdistro.controller.api.view.ProblemView;
import io.processdistro.controller.api.view.TaskTypesView;
import io.processdistro.controller.api.view.TaskView;
import io.processdistro.controller.api.view.TokenJson;
import io.processdistro.controller.api.view.UiJson;
import io.processdistro.controller.testing.RunningController;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The description says what the server does, and the records are what the description says. */
class OpenApiTest {
  private static final JsonNode DESCRIPTION = read();

  private static JsonNode read() {
    try (var stream = OpenApiTest.class.getResourceAsStream("/io/processdistro/openapi.yaml")) {
      return new YAMLMapper().readTree(stream);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of("Job", JobJson.class),
        Arguments.of("Progress", JobJson.Progress.class),
        Arguments.of("Result", JobJson.Result.class),
        Arguments.of("JobError", JobJson.Failure.class),
        Arguments.of("Timing", JobJson.Timing.class),
        Arguments.of("JobStats", JobJson.Stats.class),
        Arguments.of("JobLinks", JobJson.Links.class),
        Arguments.of("JobPage", JobJson.Page.class),
        Arguments.of("DryRun", DryRunJson.class),
        Arguments.of("Estimate", EstimateJson.class),
        Arguments.of("Ahead", EstimateJson.Ahead.class),
        Arguments.of("TaskWalls", DryRunJson.TaskWalls.class),
        Arguments.of("PlannedResult", DryRunJson.PlannedResult.class),
        Arguments.of("Placement", DryRunJson.Placement.class),
        Arguments.of("JobRequest", JobSubmission.class),
        Arguments.of("InputRequest", JobSubmission.Input.class),
        Arguments.of("Task", TaskView.class),
        Arguments.of("TaskPage", TaskView.Page.class),
        Arguments.of("JobEvent", JobEventView.class),
        Arguments.of("JobEvents", JobEventView.History.class),
        Arguments.of("Explanation", JobEventView.Explanation.class),
        Arguments.of("Node", NodeJson.class),
        Arguments.of("Host", NodeJson.Host.class),
        Arguments.of("Engine", NodeJson.Engine.class),
        Arguments.of("Load", NodeJson.Load.class),
        Arguments.of("NodeTasks", NodeJson.Tasks.class),
        Arguments.of("NodePage", NodeJson.Page.class),
        Arguments.of("TaskTypes", TaskTypesView.class),
        Arguments.of("TaskType", TaskTypesView.TaskTypeView.class),
        Arguments.of("TaskTypeParameter", TaskTypesView.Parameter.class),
        Arguments.of("TaskTypeInput", TaskTypesView.Input.class),
        Arguments.of("Health", HealthView.class),
        Arguments.of("ModuleRequest", JobSubmission.Module.class),
        Arguments.of("Module", ModuleJson.class),
        Arguments.of("ModuleKill", ModuleJson.Kill.class),
        Arguments.of("ModulePage", ModuleJson.Page.class),
        Arguments.of("CertificateRequest", JoinJson.class),
        Arguments.of("GivenCertificate", JoinJson.Given.class),
        Arguments.of("Trust", JoinJson.Trust.class),
        Arguments.of("AdmissionRequest", AdmissionJson.class),
        Arguments.of("AdmissionTicket", AdmissionJson.Asked.class),
        Arguments.of("AdmissionPoll", AdmissionJson.Poll.class),
        Arguments.of("AdmissionStanding", AdmissionJson.Standing.class),
        Arguments.of("NodeApproval", AdmissionJson.Approval.class),
        Arguments.of("TokenRequest", TokenJson.Request.class),
        Arguments.of("Token", TokenJson.class),
        Arguments.of("IssuedToken", TokenJson.Issued.class),
        Arguments.of("TokenPage", TokenJson.Page.class),
        Arguments.of("ClusterEvent", ClusterEventJson.class),
        Arguments.of("Overview", OverviewJson.class),
        Arguments.of("OverviewController", OverviewJson.Controller.class),
        Arguments.of("Throughput", OverviewJson.Throughput.class),
        Arguments.of("OverviewNodes", OverviewJson.Nodes.class),
        Arguments.of("PendingNode", OverviewJson.Pending.class),
        Arguments.of("OverviewJobs", OverviewJson.Jobs.class),
        Arguments.of("JobRow", OverviewJson.JobRow.class),
        Arguments.of("Eta", OverviewJson.Eta.class),
        Arguments.of("LiveJob", LiveJson.Job.class),
        Arguments.of("Tiles", LiveJson.Tiles.class),
        Arguments.of("LiveSlots", LiveJson.Slots.class),
        Arguments.of("LiveSlotRow", LiveJson.SlotRow.class),
        Arguments.of("LiveNode", LiveJson.Node.class),
        Arguments.of("LiveLease", LiveJson.Lease.class),
        Arguments.of("Link", UiJson.Link.class),
        Arguments.of("Login", UiJson.Login.class),
        Arguments.of("Session", UiJson.Session.class),
        Arguments.of("Complaint", ProblemView.Complaint.class),
        Arguments.of("Problem", ProblemView.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void aRecordHasTheFieldsOfItsSchema(String schema, Class<? extends Record> type) {
    var described = new TreeSet<String>();
    DESCRIPTION
        .at("/components/schemas/" + schema + "/properties")
        .fieldNames()
        .forEachRemaining(described::add);
    assertThat(
            Arrays.stream(type.getRecordComponents())
                .map(component -> snakeCase(component.getName())))
        .containsExactlyInAnyOrderElementsOf(described);
  }

  private static String snakeCase(String name) {
    return ((PropertyNamingStrategies.NamingBase) PropertyNamingStrategies.SNAKE_CASE)
        .translate(name);
  }

  @Test
  void everyDescribedOperationIsAnswered(@TempDir Path directory) {
    try (var controller = RunningController.start(directory)) {
      for (var path : DESCRIPTION.path("paths").properties()) {
        for (var operation : path.getValue().properties()) {
          if (operation.getKey().equals("parameters")) continue;
          answers(controller, operation.getKey(), path.getKey());
        }
      }
    }
  }

  /** Anything but "there is nothing at this path" and "does not take". */
  private static void answers(RunningController controller, String method, String path) {
    if (path.equals("/v1/events") || path.equals("/v1/live")) return; // without an end
    var concrete = path.replace("{action}", "drain").replaceAll("\\{[a-z0-9]+}", "a");
    var answer =
        new RunningController.Answer(
            controller.send(
                controller
                    .request(concrete)
                    .method(method.toUpperCase(Locale.ROOT), BodyPublishers.noBody())
                    .build()));
    assertThat(answer.status()).as(method + " " + path).isNotEqualTo(405);
    assertThat(answer.text()).as(method + " " + path).doesNotContain("nothing at this path");
  }

  @Test
  void theDescriptionIsServed(@TempDir Path directory) {
    try (var controller = RunningController.start(directory)) {
      assertThat(controller.get("/v1/openapi.yaml").text()).startsWith("openapi: 3.1.0");
    }
  }
}
