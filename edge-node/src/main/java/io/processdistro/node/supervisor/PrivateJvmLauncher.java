package io.processdistro.node.supervisor;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts runners for modules that nobody here wrote. Each has an empty directory of its own, which
 * is removed after its end, no environment, and whatever the system offers to keep it small ({@link
 * ProcessWrapper}).
 */
public final class PrivateJvmLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateJvmLauncher.class);

  /** The command line of a runner with a heap of so many bytes. */
  @FunctionalInterface
  public interface CommandForHeap {
    List<String> command(long heapBytes) throws IOException;
  }

  private final CommandForHeap commands;
  private final ProcessWrapper wrapper;
  private final Path directory;
  private final AtomicLong started = new AtomicLong();

  private PrivateJvmLauncher(CommandForHeap commands, ProcessWrapper wrapper, Path directory) {
    this.commands = commands;
    this.wrapper = wrapper;
    this.directory = directory;
  }

  /** Makes the directory, or empties it of what a former process has left. Blocks. */
  public static PrivateJvmLauncher open(
      CommandForHeap commands, ProcessWrapper wrapper, Path directory) throws StateException {
    PrivateFiles.createDirectory(directory);
    try (var leftovers = Files.list(directory)) {
      leftovers.forEach(PrivateJvmLauncher::remove);
    } catch (IOException e) {
      throw new StateException("cannot clean " + directory + ": " + e.getMessage(), e);
    }
    return new PrivateJvmLauncher(commands, wrapper, directory.toAbsolutePath());
  }

  /** A launcher of runners with that much heap. */
  RunnerLauncher withHeap(long heapBytes) {
    return () -> launch(heapBytes);
  }

  private Process launch(long heapBytes) throws IOException {
    var own = directory.resolve(Long.toString(started.incrementAndGet()));
    try {
      PrivateFiles.createDirectory(own);
    } catch (StateException e) {
      throw new IOException(e.getMessage(), e);
    }
    var command = new ArrayList<>(wrapper.command());
    command.addAll(commands.command(heapBytes));
    var builder = new ProcessBuilder(command).directory(own.toFile());
    builder.environment().clear();
    try {
      var process = builder.start();
      process.onExit().thenRun(() -> remove(own));
      return process;
    } catch (IOException e) {
      remove(own);
      throw e;
    }
  }

  /** With what a crashed JVM has left in it. */
  private static void remove(Path directory) {
    try (var files = Files.walk(directory)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("runner-directory=not-removed path={} reason=\"{}\"", directory, e.getMessage());
    }
  }
}
