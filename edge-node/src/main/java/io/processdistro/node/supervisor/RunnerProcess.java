package io.processdistro.node.supervisor;

import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One runner process and the three threads at its pipes. Nobody else ever waits for the process:
 * commands are queued (a bounded number of tasks, and a cancellation and a recall each), events and
 * the end are handed to the listener on the reading thread.
 */
final class RunnerProcess {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerProcess.class);
  private static final long EXIT_SECONDS_MAX = 5;
  private static final Duration LAST_WORDS_WAIT = Duration.ofMillis(200);
  private static final int LINE_LENGTH_MAX = 500;
  private static final long PAGE_BYTES = 4096;

  private final Process process;
  private final FramedPipe<RunnerEvent, RunnerCommand> pipe;
  private final BlockingQueue<RunnerCommand> commands = new LinkedBlockingQueue<>();
  private final OutputHasher outputs = new OutputHasher();
  private final Listener listener;
  private Thread messages;
  private volatile String lastWords = "";
  private volatile Optional<RunnerEnd> killed = Optional.empty();

  /** Called on the thread that reads the process's events. */
  interface Listener {
    void heard(RunnerProcess from, RunnerEvent event);

    /** Exactly once, after the last event. */
    void ended(RunnerProcess process, RunnerEnd end);
  }

  RunnerProcess(Process process, Listener listener) {
    this.process = process;
    this.pipe =
        new FramedPipe<>(
            process.getInputStream(),
            RunnerEvent.class,
            process.getOutputStream(),
            RunnerCommand.class);
    this.listener = listener;
  }

  /** Begins to read and write; call once. */
  void start() {
    messages = startThread("runner-messages", this::readMessages);
    startThread("runner-commands", this::writeCommands);
    startThread("runner-events", this::readEvents);
  }

  private Thread startThread(String name, Runnable body) {
    return Thread.ofPlatform().daemon().name(name + "-" + process.pid()).start(body);
  }

  long id() {
    return process.pid();
  }

  /** Returns at once; without a process any more it is dropped. */
  void send(RunnerCommand command) {
    outputs.expect(command);
    commands.add(command);
  }

  /** Ends the process at once; {@link Listener#ended} follows with this, whatever is found. */
  void kill(RunnerEnd end) {
    killed = Optional.of(end);
    process.destroyForcibly();
  }

  /** Processor time that it has used since its start; 0 where the system does not tell. */
  long cpuMillis() {
    return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
  }

  /** Memory of the machine that it has at this moment; 0 where the system does not tell. */
  long residentBytes() {
    try {
      var pages = Files.readString(Path.of("/proc/" + id() + "/statm")).split(" ")[1];
      return Long.parseLong(pages) * PAGE_BYTES;
    } catch (IOException | RuntimeException unknown) {
      return 0;
    }
  }

  private void readEvents() {
    var brokenPipe = "";
    try {
      for (var event = pipe.receive(); event.isPresent(); event = pipe.receive()) {
        listener.heard(this, outputs.hashed(event.get()));
      }
    } catch (IOException e) {
      // Of a process that is gone the exit code says more; of one that lives this is the reason.
      if (process.isAlive()) brokenPipe = "the runner broke its protocol: " + e.getMessage();
    } finally {
      var end = brokenPipe.isEmpty() ? endOfProcess() : RunnerEnd.ofAnythingElse(brokenPipe);
      process.destroyForcibly();
      listener.ended(this, killed.orElse(end));
    }
  }

  private RunnerEnd endOfProcess() {
    try {
      if (!process.waitFor(EXIT_SECONDS_MAX, TimeUnit.SECONDS)) {
        return RunnerEnd.ofAnythingElse("the runner process closed its output");
      }
      messages.join(LAST_WORDS_WAIT);
      return RunnerEnd.ofExit(process.exitValue(), lastWords);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return RunnerEnd.ofAnythingElse("the wait for the runner process was interrupted");
    }
  }

  private void writeCommands() {
    try {
      var batch = new ArrayList<RunnerCommand>();
      while (process.isAlive()) {
        var first = commands.poll(1, TimeUnit.SECONDS);
        if (first == null) continue;
        batch.add(first);
        commands.drainTo(batch);
        pipe.send(batch);
        batch.clear();
      }
    } catch (IOException | InterruptedException e) {
      // The process is ending; its reader tells why.
    }
  }

  /**
   * What the runner writes to its standard error goes to our log; the last line is evidence, of a
   * stack trace its last cause.
   */
  private void readMessages() {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        var clean = line.replaceAll("\\p{Cntrl}+", " ");
        if (clean.isBlank()) continue;
        var words = clean.length() > LINE_LENGTH_MAX ? clean.substring(0, LINE_LENGTH_MAX) : clean;
        LOG.debug("runner={} stderr=\"{}\"", process.pid(), words);
        boolean withinTrace = line.startsWith("\t");
        if (!withinTrace) lastWords = words;
      }
    } catch (IOException ended) {
      // Its standard error closes with the process.
    }
  }
}
