package io.processdistro.controller.trial;

import io.processdistro.common.trial.TrialChannel;
import io.processdistro.common.trial.TrialCommand;
import io.processdistro.common.trial.TrialEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The edge node's bench in a process of its own: the controller may not depend on the node's code,
 * but both lie in the distribution's {@code lib/} folder, so that the class path of this process
 * has it too.
 */
public final class BenchProcess implements TrialBench.Opened {
  private static final String MAIN_CLASS = "io.processdistro.node.cli.TrialBenchMain";

  /** Told to the child as to this process by its launcher. */
  private static final List<String> PROPERTIES =
      List.of("processdistro.home", "processdistro.compiler.modules");

  private static final long END_SECONDS_MAX = 5;

  private final Process process;
  private final TrialChannel<TrialEvent, TrialCommand> channel;
  private final Path messages;
  private String warning = "";

  private BenchProcess(Process process, Path messages) {
    this.process = process;
    this.messages = messages;
    this.channel =
        new TrialChannel<>(
            process.getInputStream(),
            TrialEvent.class,
            process.getOutputStream(),
            TrialCommand.class);
  }

  /** Starts a process and a runner in it, which takes about two seconds. */
  public static BenchProcess open(TrialCommand.Open setup) throws IOException {
    requireNodeOnClassPath();
    var messages = Path.of(setup.directory()).resolve("bench.log");
    var process = new ProcessBuilder(command()).redirectError(messages.toFile()).start();
    var bench = new BenchProcess(process, messages);
    try {
      bench.opened(setup);
      return bench;
    } catch (IOException e) {
      bench.close();
      throw e;
    }
  }

  private static void requireNodeOnClassPath() throws IOException {
    try {
      Class.forName(MAIN_CLASS, false, BenchProcess.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IOException(
          "the edge node's part of the distribution is missing: use bin/controller of a whole"
              + " distribution",
          e);
    }
  }

  private static List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xmx128m"));
    for (var property : PROPERTIES) {
      var value = System.getProperty(property);
      if (value != null) command.add("-D" + property + "=" + value);
    }
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(MAIN_CLASS);
    return command;
  }

  private void opened(TrialCommand.Open setup) throws IOException {
    channel.send(setup);
    switch (next()) {
      case TrialEvent.Opened(var engine) -> warning = engine.warning();
      case TrialEvent.Broken(var reason) -> throw new IOException(reason);
      case TrialEvent.Ended ended -> throw new IOException("the bench answers what was not asked");
    }
  }

  @Override
  public TrialEvent.Ended run(TrialCommand.Run task) throws IOException {
    channel.send(task);
    return switch (next()) {
      case TrialEvent.Ended ended -> ended;
      case TrialEvent.Broken(var reason) -> throw new IOException(reason);
      case TrialEvent.Opened opened ->
          throw new IOException("the bench answers what was not asked");
    };
  }

  private TrialEvent next() throws IOException {
    var event = channel.receive();
    if (event.isPresent()) return event.get();
    throw new IOException("the bench's process has ended" + lastWords());
  }

  private String lastWords() {
    try {
      var lines = Files.readString(messages, StandardCharsets.UTF_8).strip().lines().toList();
      return lines.isEmpty() ? "" : ": " + lines.getLast();
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public String warning() {
    return warning;
  }

  /** The end of its input ends the process, and with it its runner. */
  @Override
  public void close() {
    try {
      channel.close();
      if (process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) return;
    } catch (IOException e) {
      // It is gone already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
