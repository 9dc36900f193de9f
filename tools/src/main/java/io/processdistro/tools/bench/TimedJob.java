package io.processdistro.tools.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * A job as a user's program would run it: hash and send the input files, submit, wait, fetch the
 * result into a file.
 *
 * @param inputs files by input name
 */
record TimedJob(
    String name, String taskType, JsonNode params, Map<String, Path> inputs, String outputFormat) {
  private static final Duration POLL = Duration.ofSeconds(30);

  /** A job that lost all of its nodes would never end. */
  private static final Duration JOB_MAX = Duration.ofMinutes(10);

  /**
   * One run.
   *
   * @param wallMillis from before the inputs are read to the result in its file
   * @param job as it was when completed
   */
  record Run(double wallMillis, JobJson job) {
    /** Share of the slots' time, for as long as the job ran, that was spent inside the kernel. */
    double kernelShare(int slots) {
      return job.timing().kernelMs() / (slots * job.timing().totalMs());
    }

    /** Share of the time that leases held slots that was spent inside the kernel. */
    double kernelShareOfSlotTime() {
      return job.timing().kernelMs() / job.timing().slotMs();
    }
  }

  Run run(ControllerClient client, Path folder) throws ClientException, IOException {
    long start = System.nanoTime();
    var job = await(client, submit(client));
    var result = folder.resolve("result");
    try (OutputStream target = Files.newOutputStream(result)) {
      client.result(job.id(), target);
    }
    return new Run((System.nanoTime() - start) / 1e6, job);
  }

  /** Hashes and sends the inputs and submits; nobody waits for the end. */
  JobJson submit(ControllerClient client) throws ClientException, IOException {
    var stored = new HashMap<String, JobSubmission.Input>();
    for (var input : inputs.entrySet()) {
      var hash = ContentHash.ofFile(input.getValue());
      client.store(input.getValue(), hash);
      stored.put(
          input.getKey(),
          new JobSubmission.Input(hash.toString(), input.getValue().getFileName().toString()));
    }
    var submission =
        new JobSubmission(
            taskType,
            params,
            stored,
            outputFormat,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            Instant.now().plus(JOB_MAX).toString(),
            false);
    return client.submit(submission, UUID.randomUUID().toString());
  }

  /** The job when it is completed. */
  JobJson await(ControllerClient client, JobJson submitted) throws ClientException, IOException {
    var job = submitted;
    while (job.finishedAt() == null) job = client.awaitChange(job.id(), job.version(), POLL);
    if (!job.state().equals("completed")) {
      throw new IOException(name + " ended as " + job.state() + ": " + job.error());
    }
    return job;
  }
}
