package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.corpus.HostileCorpus;
import io.processdistro.common.module.corpus.HostileModule;
import io.processdistro.common.module.corpus.Verdict;
import io.processdistro.common.module.corpus.Wall;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile modules against a real controller and a real node: what ingest admits hits the wall that
 * it has to hit, and meanwhile the jobs of somebody else on the same node give the bytes they
 * always give. What ingest refuses is in {@link RefusedModulesTest}.
 */
class HostileCorpusTest {
  private static final int SLOTS = 4;
  private static final long WALL_MILLIS = 3_000;

  /** For those that a busy machine has not brought to their wall before their deadline. */
  private static final long LONG_WALL_MILLIS = 60_000;

  /** A job that has not ended by then fails, with another code than any wall has. */
  private static final Duration CORPUS_MAX = Duration.ofMinutes(40);

  @TempDir private Path folder;

  @Test
  void oneModuleForEachWallIsContainedAndNobodyElseNotices() throws Exception {
    var first = new EnumMap<Wall, HostileModule>(Wall.class);
    for (var module : admitted()) first.putIfAbsent(wallOf(module), module);
    assertThat(first.keySet()).containsAll(EnumSet.allOf(Wall.class));
    assertThatAllAreContained(first.values());
  }

  /** Every module has a process of its own: some eight minutes on two cores at rest. */
  @Tag("corpus")
  @Test
  void everyModuleIsContainedAndNobodyElseNotices() throws Exception {
    assertThat(admitted()).hasSizeGreaterThan(80);
    assertThatAllAreContained(admitted());
  }

  private static List<HostileModule> admitted() {
    return HostileCorpus.all().stream()
        .filter(module -> module.verdict() instanceof Verdict.Contained)
        .toList();
  }

  private static Wall wallOf(HostileModule module) {
    return ((Verdict.Contained) module.verdict()).wall();
  }

  private void assertThatAllAreContained(Collection<HostileModule> modules) throws Exception {
    try (var cluster = new Cluster(folder).withController()) {
      var node = cluster.startNode("one", SLOTS);
      cluster.awaitReady("one");
      byte[] undisturbed = picture(cluster);

      try (var client = cluster.client()) {
        var jobs = submitAll(client, modules, WALL_MILLIS);
        while (running(client, jobs.values()) > 0) {
          assertThat(picture(cluster)).as("a picture made meanwhile").isEqualTo(undisturbed);
        }
        var late = new ArrayList<HostileModule>();
        for (var job : jobs.entrySet()) {
          if (wasLate(client, job.getKey(), job.getValue())) late.add(job.getKey());
        }
        jobs.putAll(submitAll(client, late, LONG_WALL_MILLIS));
        await("those that were late")
            .atMost(CORPUS_MAX)
            .until(() -> running(client, jobs.values()) == 0);
        assertThatAllHitTheirWalls(client, jobs);
      }
      assertThat(node.isRunning()).isTrue();
      assertThat(picture(cluster)).isEqualTo(undisturbed);
    }
  }

  private Map<HostileModule, String> submitAll(
      ControllerClient client, Collection<HostileModule> modules, long wallMillis)
      throws Exception {
    var input = new JobSubmission.Input(store(client).toString(), "input");
    var jobs = new LinkedHashMap<HostileModule, String>();
    for (var module : modules) {
      var file = Files.write(folder.resolve("hostile.wasm"), module.bytes());
      var hash = client.storeModule(file).sha256();
      var job = job(hash, input, wallMillis);
      jobs.put(module, client.submit(job, UUID.randomUUID().toString()).id());
    }
    return jobs;
  }

  /** Its deadline came before its wall, which on a machine at rest is not so. */
  private static boolean wasLate(ControllerClient client, HostileModule module, String job)
      throws ClientException {
    var error = client.job(job).error();
    return error != null
        && error.code().equals(ErrorCode.DEADLINE_EXCEEDED.name())
        && !wallOf(module).codes().contains(ErrorCode.DEADLINE_EXCEEDED);
  }

  private ContentHash store(ControllerClient client) throws IOException, ClientException {
    var file = Files.write(folder.resolve("input"), new byte[] {1, 2, 3, 4});
    var hash = ContentHash.ofFile(file);
    client.store(file, hash);
    return hash;
  }

  private static JobSubmission job(String module, JobSubmission.Input input, long wallMillis) {
    return new JobSubmission(
        null,
        JsonNodeFactory.instance.objectNode(),
        Map.of("input", input),
        null,
        new JobSubmission.Module(
            module, "none", List.of("execute"), null, wallMillis, null, null, null),
        null,
        null,
        null,
        null,
        null,
        null,
        Instant.now().plus(CORPUS_MAX).toString(),
        null);
  }

  private static long running(ControllerClient client, Iterable<String> jobs)
      throws ClientException {
    long running = 0;
    for (var job : jobs) if (client.job(job).finishedAt() == null) running++;
    return running;
  }

  private static void assertThatAllHitTheirWalls(
      ControllerClient client, Map<HostileModule, String> jobs) throws ClientException {
    var walls = new SoftAssertions();
    for (var entry : jobs.entrySet()) {
      var wall = wallOf(entry.getKey());
      var job = client.job(entry.getValue());
      walls.assertThat(complaint(wall, job)).as(entry.getKey().name()).isEmpty();
    }
    walls.assertAll();
  }

  /** What is wrong with how the job ended; empty if it is as it has to be. */
  private static String complaint(Wall wall, JobJson job) {
    if (job.state().equals("completed")) return wall.maySucceed() ? "" : "it succeeded";
    var error = job.error();
    boolean expected = codes(wall).stream().anyMatch(code -> code.name().equals(error.code()));
    if (!expected) return error.code() + ": " + error.message();
    return error.message().matches("[^\\p{Cntrl}]{1,1000}") ? "" : "unclean: " + error.message();
  }

  /** A module whose runner has to be killed a second time is quarantined, and so its job ends. */
  private static Set<ErrorCode> codes(Wall wall) {
    var codes = EnumSet.noneOf(ErrorCode.class);
    codes.addAll(wall.codes());
    if (codes.contains(ErrorCode.RUNNER_KILLED)) codes.add(ErrorCode.MODULE_QUARANTINED);
    return codes;
  }

  private byte[] picture(Cluster cluster) throws IOException {
    var file = folder.resolve("picture.npy");
    Files.deleteIfExists(file);
    cluster
        .command(
            "submit-task",
            "--no-cache",
            "--task-type",
            "mandelbrot",
            "--params",
            "{\"width\":160,\"height\":120,\"max_iterations\":500}",
            "--priority",
            "high",
            "--output",
            "picture.npy")
        .succeeded();
    return Files.readAllBytes(file);
  }
}
