package io.processdistro.tools.throughput;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** A job of {@link TinyTasks}, from its submission to its end. */
final class TinyJob {
  private static final Duration POLL = Duration.ofSeconds(30);

  /** A job that lost all of its nodes would never end. */
  private static final Duration JOB_MAX = Duration.ofMinutes(10);

  private TinyJob() {}

  /**
   * @param count tasks
   */
  static JobJson run(ControllerClient client, long count) throws ClientException {
    return awaitCompleted(client, submit(client, count));
  }

  /**
   * @param count tasks
   */
  static JobJson submit(ControllerClient client, long count) throws ClientException {
    var submission =
        new JobSubmission(
            TinyTasks.NAME,
            new JsonMapper().createObjectNode().put("tasks", count),
            Map.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            Instant.now().plus(JOB_MAX).toString(),
            false);
    return client.submit(submission, UUID.randomUUID().toString());
  }

  static JobJson awaitCompleted(ControllerClient client, JobJson submitted) throws ClientException {
    var job = submitted;
    while (job.finishedAt() == null) job = client.awaitChange(job.id(), job.version(), POLL);
    if (!job.state().equals("completed")) {
      throw new IllegalStateException("the job ended as " + job.state() + ": " + job.error());
    }
    return job;
  }
}
