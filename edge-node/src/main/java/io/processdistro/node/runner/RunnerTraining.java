package io.processdistro.node.runner;

import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.wire.CborCodec;
import io.processdistro.node.runner.protocol.GuestLimits;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Does once what every runner does at its start (self-test, warm-up of each built-in module, a
 * message each way), so that the JVM can write down what it loaded and learnt. Run by the build;
 * with an argument it starts that run: {@code RunnerTraining ARCHIVE}.
 */
public final class RunnerTraining {
  private static final long HEAP_BYTES = 1L << 30;

  private RunnerTraining() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1) {
      System.exit(makeArchive(Path.of(arguments[0])));
    }
    train();
  }

  private static int makeArchive(Path archive) throws IOException, InterruptedException {
    var command = RunnerCommandLine.ofThisProcess(HEAP_BYTES).trainingCommand(archive);
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static void train() throws Exception {
    var folder = Files.createTempDirectory("runner-training");
    try (var engine =
        new GuestEngine(EngineProfile.BUILT_IN, new CompilationWatch(sentence -> {}))) {
      var facts = new SelfTest(engine).run();
      if (!facts.compiling()) throw new IllegalStateException(facts.warning());
      exchange(RunnerEvent.class, new RunnerEvent.Ready(facts, new RunnerEvent.Course(0, 0, 0)));
      for (var builtIn : BuiltInModule.values()) {
        var file = Files.write(folder.resolve(builtIn.name()), builtIn.bytes());
        var hash = ContentHash.fromDigest(builtIn.sha256());
        var module = RunnerCommand.ModuleFile.ofBuiltIn(hash, file.toString());
        exchange(RunnerCommand.class, new RunnerCommand.Warm(module));
        engine.warm(module);
        runRefused(engine, module, folder);
        Files.delete(file);
      }
    } finally {
      Files.delete(folder);
    }
  }

  /**
   * A task that the kernel answers with an error code: it goes the whole way and needs no real
   * input.
   */
  private static void runRefused(GuestEngine engine, RunnerCommand.ModuleFile module, Path folder)
      throws Exception {
    var run =
        RunnerCommand.Run.ofBuiltIn(
            1,
            module,
            new byte[1],
            List.of(),
            GuestLimits.ofBuiltIn(10_000, 1L << 28, 1L << 20),
            folder.resolve("output").toString());
    exchange(RunnerCommand.class, run);
    try (var deadlines = new Deadlines(() -> {})) {
      var finished = new TaskExecution(run, engine, deadlines).run();
      if (!(finished.outcome() instanceof Outcome.Failed)) {
        throw new IllegalStateException("a kernel took one byte as its input");
      }
      exchange(RunnerEvent.class, finished);
    }
  }

  private static <M> void exchange(Class<M> family, M message) throws Exception {
    var codec = new CborCodec<>(family);
    codec.decode(codec.encode(message));
  }
}
