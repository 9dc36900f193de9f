package io.processdistro.tools.bench;

import io.processdistro.common.state.ControllerAccess;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A controller and nodes with one slot each, as separate processes of the distribution, on
 * loopback.
 */
final class BenchCluster implements AutoCloseable {
  private static final long START_MILLIS_MAX = 60_000;
  private static final long STOP_SECONDS_MAX = 40;
  private static final long POLL_MILLIS = 5;

  private final Path programs;
  private final Path folder;
  private final Process controller;
  private final ControllerAccess access;
  private final List<Process> nodes = new ArrayList<>();
  private int nodesStarted;

  /**
   * @param distribution the folder that holds {@code bin/}
   * @param folder for state and logs
   */
  BenchCluster(Path distribution, Path folder) throws IOException, StateException {
    this.programs = distribution.resolve("bin");
    this.folder = folder;
    var state = folder.resolve("controller");
    this.controller =
        start("controller", "controller", "start", "--port", "0", "--state-dir", state.toString());
    var accessFile = ControllerAccess.fileIn(state);
    long end = System.nanoTime() + START_MILLIS_MAX * 1_000_000;
    while (!Files.exists(accessFile)) {
      if (!controller.isAlive() || System.nanoTime() > end) {
        throw new IOException("the controller did not start: see " + folder);
      }
      pause();
    }
    this.access = ControllerAccess.read(accessFile);
  }

  ControllerClient client() {
    return new ControllerClient(access.target());
  }

  /**
   * Starts another node with one slot; returns at once.
   *
   * @return its log
   */
  Path startNode() throws IOException {
    var name = "node-" + ++nodesStarted;
    nodes.add(
        start(
            "edge-node",
            name,
            "--verbose",
            "--controller",
            access.controllerAddress().toString(),
            "--max-tasks",
            "1",
            "--name",
            name,
            "--state-dir",
            folder.resolve(name).toString()));
    return logOf(name);
  }

  /** Tells all nodes to leave and waits until they have. */
  void stopNodes() throws IOException {
    for (var process : nodes) process.destroy();
    for (var process : nodes) await(process);
    nodes.clear();
  }

  /** Waits until so many nodes are ready. */
  void awaitNodes(int count) throws IOException, ClientException {
    long end = System.nanoTime() + START_MILLIS_MAX * 1_000_000;
    try (var client = client()) {
      while (client.nodes().stream().filter(node -> node.state().equals("ready")).count() < count) {
        if (System.nanoTime() > end) throw new IOException("nodes did not come: see " + folder);
        pause();
      }
    }
  }

  private Process start(String program, String name, String... arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    var log = logOf(name).toFile();
    var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
    builder.environment().put("XDG_STATE_HOME", folder.resolve("home").toString());
    return builder.start();
  }

  private Path logOf(String name) {
    return folder.resolve(name + ".log");
  }

  static void pause() throws IOException {
    try {
      Thread.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Stops all, the controller last; ends those by force that do not go. */
  @Override
  public void close() throws IOException {
    stopNodes();
    controller.destroy();
    await(controller);
  }

  private static void await(Process process) throws IOException {
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
