package io.processdistro.controller.api.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.tasks.builtin.BuiltInTasks;
import io.processdistro.controller.testing.RunningController;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of jobs, as pages that follow a job ask for them. */
class PreviewRoutesTest {
  private static final String IMAGE =
      "{\"task_type\":\"mandelbrot\",\"params\":{\"width\":64,\"height\":48,\"max_iterations\":9}}";

  @TempDir private Path directory;
  private RunningController controller;

  @BeforeEach
  void start() {
    controller =
        RunningController.start(RunningController.configIn(directory), BuiltInTasks.types());
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  @Test
  void aPictureIsThereUntilTheJobIsCancelledAndThenItsLackIsNoError() {
    var job = controller.post("/v1/jobs", IMAGE).json().path("id").asText();
    var growing = controller.get("/v1/jobs/" + job + "/preview?width=32");
    assertThat(growing.status()).isEqualTo(200);
    assertThat(growing.header("content-type")).isEqualTo("image/png");

    controller.delete("/v1/jobs/" + job);
    controller.awaitJob(job);

    assertThat(controller.get("/v1/jobs/" + job + "/preview?width=32").status()).isEqualTo(204);
  }

  @Test
  void tasksThatDrawNothingHaveNone() {
    var job =
        controller
            .post("/v1/jobs", "{\"task_type\":\"matrix_mul\",\"params\":{\"size\":8}}")
            .json()
            .path("id")
            .asText();
    assertThat(controller.get("/v1/jobs/" + job + "/preview").status()).isEqualTo(404);
  }
}
