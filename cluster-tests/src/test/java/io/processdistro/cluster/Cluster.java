package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.state.ControllerAccess;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.NodeJson;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.client.UnreachableException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A controller, its nodes and the commands of one user, in a folder of their own. {@link #close}
 * stops all of them and fails if a process is left.
 */
public final class Cluster implements AutoCloseable {
  private static final Duration START_MAX = Duration.ofMinutes(2);
  private static final Duration COMMAND_MAX = Duration.ofMinutes(3);

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private final List<Program> programs = new ArrayList<>();
  private List<String> controllerOptions = List.of();
  private Program controller;
  private ControllerAccess access;

  /** For questions that are asked again and again; a new client begins with a handshake. */
  private ControllerClient questions;

  private int commands;

  public Cluster(Path folder) {
    this.folder = folder;
    environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
  }

  public Path folder() {
    return folder;
  }

  /** Starts the controller on a free port and waits until it listens. */
  public Cluster withController(String... options) throws IOException, StateException {
    controllerOptions = List.of(options);
    startController(0);
    var file = ControllerAccess.fileIn(controllerState());
    await("the controller's start")
        .atMost(START_MAX)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> Files.exists(file) || !controller.isRunning());
    assertThat(controller.isRunning()).as(controller::err).isTrue();
    access = ControllerAccess.read(file);
    questions = client();
    return this;
  }

  private Path controllerState() {
    return folder.resolve("controller-state");
  }

  private void startController(int port) throws IOException {
    var fixed =
        List.of(
            "start", "--port", Integer.toString(port), "--state-dir", controllerState().toString());
    controller =
        start("controller", "controller", with(fixed, controllerOptions.toArray(String[]::new)));
  }

  /**
   * Starts the controller again, on its old port and state, and waits until it answers.
   *
   * @return how long that took
   */
  public Duration restartController() throws IOException, StateException {
    assertThat(controller.isRunning()).as("the old controller runs").isFalse();
    long startNanos = System.nanoTime();
    startController(access.port());
    await("the controller's answer")
        .atMost(START_MAX)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> answers() || !controller.isRunning());
    var took = Duration.ofNanos(System.nanoTime() - startNanos);
    assertThat(controller.isRunning()).as(controller::err).isTrue();
    access = ControllerAccess.read(ControllerAccess.fileIn(controllerState()));
    return took;
  }

  private boolean answers() {
    try {
      questions.jobs(1, Optional.empty());
      return true;
    } catch (ClientException e) {
      return false;
    }
  }

  public Program controller() {
    return controller;
  }

  public String address() {
    return access.controllerAddress().toString();
  }

  public ControllerAccess access() {
    return access;
  }

  /** Starts a node with a state directory of its own; does not wait for it. */
  public Program startNode(String name, int slots, String... options) throws IOException {
    return startNodeDialling(address(), name, slots, options);
  }

  /** As {@link #startNode}, for a node that reaches the controller by way of another address. */
  public Program startNodeAt(InetSocketAddress address, String name, int slots) throws IOException {
    var dialled = address.getHostString() + ":" + address.getPort();
    var token = ControllerAccess.fileIn(controllerState()).toString();
    return startNodeDialling(dialled, name, slots, "--token-file", token);
  }

  private Program startNodeDialling(String address, String name, int slots, String... options)
      throws IOException {
    var state = folder.resolve(name + "-state").toString();
    return start(
        "edge-node",
        name,
        with(
            List.of(
                "--controller",
                address,
                "--max-tasks",
                Integer.toString(slots),
                "--name",
                name,
                "--state-dir",
                state),
            options));
  }

  public Program start(String program, String name, List<String> arguments) throws IOException {
    return startWith(List.of(), environment, program, name, arguments);
  }

  /**
   * @param prefix put before the program, such as {@code ip netns exec NAME}
   */
  public Program startWith(
      List<String> prefix,
      Map<String, String> variables,
      String program,
      String name,
      List<String> arguments)
      throws IOException {
    var command = new ArrayList<>(prefix);
    command.add(Distribution.program(program).toString());
    command.addAll(arguments);
    var started = Program.start(folder, name, variables, command);
    programs.add(started);
    return started;
  }

  public void awaitReady(String... names) {
    for (var name : names) awaitNode(name, node -> node.state().equals("ready"));
  }

  public void awaitNode(String name, Predicate<NodeJson> condition) {
    await("node " + name)
        .atMost(START_MAX)
        .pollInterval(Duration.ofMillis(20))
        // A controller that has just started may take its time for a handshake.
        .ignoreException(UnreachableException.class)
        .untilAsserted(() -> assertThat(node(name).filter(condition)).as(this::logs).isPresent());
  }

  /** A variable for every program that is started from now on. */
  public Cluster withVariable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** What every program wrote for people. */
  public String logs() {
    return programs.stream().map(Program::err).collect(Collectors.joining("\n"));
  }

  public Optional<NodeJson> node(String name) throws ClientException {
    return questions.nodes().stream().filter(node -> node.name().equals(name)).findFirst();
  }

  public ControllerClient client() {
    return new ControllerClient(access.target());
  }

  /** Waits until the fraction done of the job is at least that. */
  public JobJson awaitProgress(String job, double fraction) {
    try (var client = client()) {
      return await("progress of " + job)
          .atMost(COMMAND_MAX)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> client.job(job), found -> found.progress().fraction() >= fraction);
    }
  }

  /** What a command left. */
  public record Ran(int status, String out, String err) {
    public Ran succeeded() {
      assertThat(status).as(() -> out + err).isZero();
      return this;
    }

    /** One line for people, no stack trace, this exit status. */
    public Ran refused(int expectedStatus, String... texts) {
      assertThat(err).contains(texts).hasLineCount(1).doesNotContain("Exception", "\tat ");
      assertThat(status).as(err).isEqualTo(expectedStatus);
      return this;
    }
  }

  /** Runs {@code controller COMMAND …} to its end, with the address of this cluster. */
  public Ran command(String name, String... options) throws IOException {
    return ran(startCommand(name, options));
  }

  public Program startCommand(String name, String... options) throws IOException {
    return start(
        "controller",
        "command-" + ++commands,
        with(List.of(name, "--controller", address()), options));
  }

  public Ran ran(Program program) {
    int status = program.exitStatus(COMMAND_MAX);
    return new Ran(status, program.out(), program.err());
  }

  private static List<String> with(List<String> first, String... more) {
    var all = new ArrayList<>(first);
    all.addAll(List.of(more));
    return all;
  }

  @Override
  public void close() {
    if (questions != null) questions.close();
    // The controller last, so that nodes can say goodbye.
    for (var program : programs.reversed()) {
      if (program.isRunning()) program.terminate();
    }
    for (var program : programs) program.assertNothingLeft();
  }
}
