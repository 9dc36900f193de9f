package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.cluster.Cluster;
import io.processdistro.cluster.Program;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.client.UnreachableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A cluster that is disturbed, with what must hold whatever is done to it. Every wait is bounded,
 * and goes on while the controller is away.
 */
final class DisturbedCluster implements AutoCloseable {
  private static final Duration JOB_MAX = Duration.ofMinutes(4);
  private static final Duration REST_MAX = Duration.ofSeconds(30);
  private static final Duration NODE_MAX = Duration.ofMinutes(2);
  private static final Duration ANSWER_MAX = Duration.ofMinutes(1);
  private static final int JOBS_MAX = 10_000;
  private static final Duration POLL = Duration.ofMillis(20);

  private final Cluster cluster;
  private final Map<String, Program> nodes = new LinkedHashMap<>();
  private final Map<String, Integer> slots = new LinkedHashMap<>();
  private ControllerClient client;
  private final Set<Path> abandoned = new HashSet<>();
  private boolean restarted;

  DisturbedCluster(Path folder) throws Exception {
    this(new Cluster(folder));
  }

  /**
   * @param cluster without a controller yet
   */
  DisturbedCluster(Cluster cluster, String... controllerOptions) throws Exception {
    this.cluster = cluster;
    var temporary = Leftovers.temporaryFolder(cluster.folder());
    cluster.withVariable("PROCESSDISTRO_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    cluster.withController(controllerOptions);
    client = cluster.client();
  }

  Cluster cluster() {
    return cluster;
  }

  ControllerClient client() {
    return client;
  }

  Path folder() {
    return cluster.folder();
  }

  /** Starts nodes {@code prefix-1} to {@code prefix-count} and waits until all are ready. */
  List<String> startNodes(String prefix, int count, int slotsEach) throws Exception {
    var names = new ArrayList<String>();
    for (int number = 1; number <= count; number++) names.add(prefix + "-" + number);
    for (var name : names) startNode(name, slotsEach);
    cluster.awaitReady(names.toArray(String[]::new));
    return names;
  }

  /** Does not wait for it. */
  void startNode(String name, int slotsEach, String... options) throws IOException {
    nodes.put(name, cluster.startNode(name, slotsEach, options));
    slots.put(name, slotsEach);
  }

  /** Starts a node that dials this address instead of the controller's, and waits for it. */
  void startNodeAt(InetSocketAddress address, String name, int slotsEach) throws IOException {
    nodes.put(name, cluster.startNodeAt(address, name, slotsEach));
    slots.put(name, slotsEach);
    cluster.awaitReady(name);
  }

  /** Starts nodes that have ended again, with their old names and state; waits for all. */
  void restartNodes(Collection<String> names) throws Exception {
    for (var name : names) startNode(name, slots.get(name));
    cluster.awaitReady(names.toArray(String[]::new));
  }

  Program node(String name) {
    return nodes.get(name);
  }

  void kill(Collection<String> names) {
    Program.killTogether(names.stream().map(nodes::get).toList());
  }

  /** Starts it on its old port and state after it has ended; waits until it answers. */
  Duration restartController() throws Exception {
    restarted = true;
    var took = cluster.restartController();
    client.close();
    client = cluster.client();
    return took;
  }

  /**
   * Asks until there is an answer. A controller that has just started on a busy machine may need
   * longer for the first handshakes than a client waits for a connection.
   *
   * @param question harmless to ask again
   */
  <T> T answered(Callable<T> question) {
    return await("an answer")
        .atMost(ANSWER_MAX)
        .pollInterval(POLL)
        .ignoreException(UnreachableException.class)
        .until(question, Objects::nonNull);
  }

  /** A new job of this work; the same key each time makes it one, however often it is asked for. */
  String submit(Work work, String key) {
    return answered(() -> work.submit(client, key));
  }

  NodeJson awaitNode(String name, Predicate<NodeJson> condition) {
    return awaited(
            "node " + name,
            NODE_MAX,
            () -> cluster.node(name),
            found -> found.filter(condition).isPresent())
        .orElseThrow();
  }

  JobJson awaitProgress(String job, double fraction) {
    return awaited(
        "progress of " + job,
        JOB_MAX,
        () -> client.job(job),
        found -> found.progress().fraction() >= fraction || found.finishedAt() != null);
  }

  JobJson awaitEnd(String job) {
    return awaited(
        "end of " + job, JOB_MAX, () -> client.job(job), found -> found.finishedAt() != null);
  }

  /** What never comes fails with the words of every program: they are gone with the cluster. */
  private <T> T awaited(
      String what, Duration longest, Callable<T> question, Predicate<T> condition) {
    try {
      return await(what)
          .atMost(longest)
          .pollInterval(POLL)
          .ignoreException(UnreachableException.class)
          .until(question, condition);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "\n" + cluster.logs(), e);
    }
  }

  byte[] result(String job) throws ClientException, IOException {
    var ended = awaitEnd(job);
    assertThat(ended.state()).as(() -> ended.error() + " " + ended.stats()).isEqualTo("completed");
    var bytes = new ByteArrayOutputStream();
    client.result(job, bytes);
    return bytes.toByteArray();
  }

  /** The result of this work while nothing is done to the cluster. */
  byte[] undisturbed(Work work) throws ClientException, IOException {
    return result(work.submit(client));
  }

  /** The job's result is the undisturbed one, and every attempt of it is accounted for. */
  JobJson assertUnharmed(String job, byte[] undisturbed) throws ClientException, IOException {
    assertThat(result(job)).as("result of the disturbed run").isEqualTo(undisturbed);
    var ended = answered(() -> client.job(job));
    try {
      Counts.assertExact(ended);
    } catch (AssertionError e) {
      throw new AssertionError(ended + "\n" + cluster.logs(), e);
    }
    return ended;
  }

  Counts counts() throws ClientException {
    return Counts.parse(client.metrics());
  }

  /**
   * Waits until no lease is out, and checks that every attempt has exactly one outcome and that
   * every grain was merged once. The controller shows both a moment late.
   */
  Counts assertAllAccounted() throws ClientException {
    await("every attempt accounted for")
        .atMost(REST_MAX)
        .pollInterval(POLL)
        .ignoreException(UnreachableException.class)
        .untilAsserted(
            () -> {
              counts().assertExact();
              if (!restarted) assertMergedOnce();
            });
    return counts();
  }

  /** Holds in the controller's first life; a later one counts its own grains only. */
  private void assertMergedOnce() throws ClientException {
    long done =
        client.jobs(JOBS_MAX, Optional.empty()).stream()
            .mapToLong(job -> job.progress().grainsDone())
            .sum();
    assertThat(counts().grainsAccepted()).as("grains merged").isEqualTo(done);
  }

  /** Stops everything and fails if a lease, process or file is left. */
  @Override
  public void close() throws ClientException, IOException {
    try (cluster) {
      if (cluster.controller().isRunning()) assertAllAccounted();
      client.close();
    }
    Leftovers.assertNone(cluster.folder(), abandoned);
  }

  /** Kills a node that never comes back: what it was writing stays half written on its disk. */
  void abandon(String node) throws Exception {
    node(node).kill();
    abandoned.add(cluster.folder().resolve(node + "-state"));
  }
}
