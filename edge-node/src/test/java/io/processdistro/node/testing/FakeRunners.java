package io.processdistro.node.testing;

import io.processdistro.node.supervisor.RunnerLauncher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Starts {@link FakeRunnerMain} in real child JVMs and remembers them. */
public final class FakeRunners implements RunnerLauncher, AutoCloseable {
  private final String mode;

  /** Every process it has started. */
  public final List<Process> started = new CopyOnWriteArrayList<>();

  public FakeRunners() {
    this("");
  }

  /**
   * @param mode see {@link FakeRunnerMain#main}
   */
  public FakeRunners(String mode) {
    this.mode = mode;
  }

  @Override
  public Process launch() throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var process =
        new ProcessBuilder(
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                FakeRunnerMain.class.getName(),
                mode)
            .start();
    started.add(process);
    return process;
  }

  /** The process that works now. */
  public Process latest() {
    return started.getLast();
  }

  @Override
  public void close() {
    started.forEach(Process::destroyForcibly);
  }
}
