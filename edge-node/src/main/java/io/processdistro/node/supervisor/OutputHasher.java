package io.processdistro.node.supervisor;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives the outputs that a runner wrote into files their hashes, about a millisecond per MiB. A
 * file that is not what the runner says fails its task. Tasks may be expected on one thread while
 * events are hashed on another.
 */
final class OutputHasher {
  private final Map<Long, String> outputFiles = new ConcurrentHashMap<>();

  void expect(RunnerCommand command) {
    if (command instanceof RunnerCommand.Run run) {
      outputFiles.put(run.task(), run.outputFile());
    }
  }

  /** The event with true hashes. Reads the output file. */
  RunnerEvent hashed(RunnerEvent event) {
    if (!(event instanceof RunnerEvent.Finished finished)) return event;
    var file = outputFiles.remove(finished.task());
    if (file == null
        || !(finished.outcome() instanceof Outcome.Succeeded(Output.Blob(_, long length)))) {
      return event;
    }
    return new RunnerEvent.Finished(
        finished.task(),
        outcome(Path.of(file), length),
        finished.slotNanos(),
        finished.kernelNanos());
  }

  private static Outcome outcome(Path file, long lengthBytes) {
    try {
      if (Files.size(file) != lengthBytes) {
        throw new IOException("it has " + Files.size(file) + " bytes, not " + lengthBytes);
      }
      return new Outcome.Succeeded(new Output.Blob(ContentHash.ofFile(file), lengthBytes));
    } catch (IOException e) {
      return new Outcome.Failed(
          ErrorCode.INTERNAL_ERROR, "the runner's output file is unusable: " + e.getMessage(), "");
    }
  }
}
