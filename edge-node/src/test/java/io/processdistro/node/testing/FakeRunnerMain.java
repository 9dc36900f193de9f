package io.processdistro.node.testing;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.common.wire.EngineFacts;
import io.processdistro.node.runner.protocol.FramedPipe;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A runner process without an engine: the header of a task says what it does. For tests of
 * everything around the runner.
 *
 * <ul>
 *   <li>{@code echo …}: the output is the input
 *   <li>{@code blob N}: the output is a file of N bytes
 *   <li>{@code sleep MILLIS}: the output is empty; can be cancelled
 *   <li>{@code hang}: never ends and cannot be cancelled
 *   <li>{@code trap}: fails as a guest does
 *   <li>{@code die}: the process exits with code 7
 * </ul>
 */
public final class FakeRunnerMain {
  private final FramedPipe<RunnerCommand, RunnerEvent> pipe;
  private final Map<Long, Thread> sleeping = new ConcurrentHashMap<>();

  private FakeRunnerMain(FramedPipe<RunnerCommand, RunnerEvent> pipe) {
    this.pipe = pipe;
  }

  /**
   * "dead" exits at once, "mute" does not say that it is ready, but works; otherwise it says so.
   */
  public static void main(String[] arguments) throws Exception {
    var mode = arguments.length == 0 ? "" : arguments[0];
    if (mode.equals("dead")) {
      System.err.println("no engine here");
      System.exit(4);
    }
    var pipe = new FramedPipe<>(System.in, RunnerCommand.class, System.out, RunnerEvent.class);
    var runner = new FakeRunnerMain(pipe);
    if (!mode.equals("mute")) {
      pipe.send(
          new RunnerEvent.Ready(
              new EngineFacts("fake", true, 1, 1, ""), new RunnerEvent.Course(0, 0, 0)));
    }
    for (var command = pipe.receive(); command.isPresent(); command = pipe.receive()) {
      runner.obey(command.get());
    }
    System.exit(0);
  }

  private void obey(RunnerCommand command) throws IOException {
    switch (command) {
      case RunnerCommand.Warm(RunnerCommand.ModuleFile module) -> {
        boolean intact = ContentHash.ofFile(Path.of(module.path())).equals(module.hash());
        if (intact) pipe.send(new RunnerEvent.Warmed(module.hash(), 1));
      }
      case RunnerCommand.Run run -> Thread.startVirtualThread(() -> execute(run));
      case RunnerCommand.Recall(long task) -> {} // Each task starts at once here.
      case RunnerCommand.Cancel(long task) -> {
        var thread = sleeping.get(task);
        if (thread != null) thread.interrupt();
      }
      case RunnerCommand.Rest(long nanos) -> {} // Uses next to nothing.
      case RunnerCommand.Stop() -> System.exit(0);
    }
  }

  private void execute(RunnerCommand.Run run) {
    try {
      pipe.send(new RunnerEvent.Finished(run.task(), outcome(run), 2, 1));
    } catch (IOException agentIsGone) {
      System.exit(1);
    }
  }

  private Outcome outcome(RunnerCommand.Run run) throws IOException {
    var words = new String(run.header(), StandardCharsets.UTF_8).split(" ");
    switch (words[0]) {
      case "echo" -> {
        return new Outcome.Succeeded(new Output.Inline(input(run)));
      }
      case "blob" -> {
        var content = new byte[Integer.parseInt(words[1])];
        Files.write(Path.of(run.outputFile()), content);
        return new Outcome.Succeeded(new Output.Blob(RunnerEvent.UNHASHED, content.length));
      }
      case "sleep" -> {
        sleeping.put(run.task(), Thread.currentThread());
        try {
          Thread.sleep(Long.parseLong(words[1]));
          return new Outcome.Succeeded(new Output.Inline(new byte[0]));
        } catch (InterruptedException e) {
          return new Outcome.Cancelled();
        }
      }
      case "hang" -> {
        while (true) {
          try {
            Thread.sleep(1_000);
          } catch (InterruptedException ignoredOnPurpose) {
            // This one cannot be stopped.
          }
        }
      }
      case "die" -> {
        System.err.println("simulated crash");
        System.exit(7);
        throw new AssertionError();
      }
      case String other -> {
        return new Outcome.Failed(ErrorCode.GUEST_TRAP, "trap: " + other, "");
      }
    }
  }

  private static byte[] input(RunnerCommand.Run run) throws IOException {
    var input = new ByteArrayOutputStream();
    input.write(run.header());
    for (var part : run.parts()) {
      var bytes = new byte[(int) part.length()];
      try (var file = new RandomAccessFile(part.path(), "r")) {
        file.seek(part.offset());
        file.readFully(bytes);
      }
      input.write(bytes);
    }
    return input.toByteArray();
  }
}
