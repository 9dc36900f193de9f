package io.processdistro.node.cli;

import io.processdistro.node.supervisor.RunnerLauncher;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the first runner before anybody asks for it, so that its JVM comes up while this one loads
 * its classes. Later ones are started on demand.
 */
final class EagerLauncher implements RunnerLauncher {
  private static final Logger LOG = LoggerFactory.getLogger(EagerLauncher.class);

  private final RunnerLauncher launcher;
  private CompletableFuture<Process> first;

  EagerLauncher(RunnerLauncher launcher) {
    this.launcher = launcher;
    this.first =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                var process = launcher.launch();
                LOG.debug("start-up step=runner-process process={}", process.pid());
                return process;
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
  }

  @Override
  public Process launch() throws IOException {
    CompletableFuture<Process> waiting;
    synchronized (this) {
      waiting = first;
      first = null;
    }
    if (waiting == null) return launcher.launch();
    try {
      return waiting.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
    }
  }

  /** Ends the first runner if nobody has taken it. */
  synchronized void abandon() {
    if (first != null) first.thenAccept(Process::destroyForcibly);
    first = null;
  }
}
