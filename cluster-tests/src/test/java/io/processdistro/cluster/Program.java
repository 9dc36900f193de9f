package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process started through a launcher, with its children (runner JVMs). Its output goes to files,
 * so that a full pipe can never stop it.
 */
public final class Program {
  private static final Duration STOP_MAX = Duration.ofSeconds(40);
  private static final Duration CHILDREN_MAX = Duration.ofSeconds(10);

  private final Process process;
  private final Path out;
  private final Path err;
  private final Set<ProcessHandle> family = new HashSet<>();

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * @param folder where it runs and where its output goes
   * @param name of the output files; a program that is started again goes on in them
   */
  static Program start(
      Path folder, String name, Map<String, String> environment, List<String> command)
      throws IOException {
    var out = folder.resolve(name + ".out");
    var err = folder.resolve(name + ".err");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(err.toFile()));
    builder.environment().keySet().removeIf(variable -> variable.startsWith("PROCESSDISTRO_"));
    builder.environment().putAll(environment);
    return new Program(builder.start(), out, err);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isRunning() {
    return process.isAlive();
  }

  public String out() {
    return read(out);
  }

  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end. */
  public int exitStatus(Duration max) {
    try {
      rememberChildren();
      assertThat(process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS))
          .as(() -> process.info().commandLine().orElse("?") + " ends within " + max + "\n" + err())
          .isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM, and waits for the end. */
  public int terminate() {
    rememberChildren();
    process.destroy();
    return exitStatus(STOP_MAX);
  }

  public void signal(String name) throws IOException, InterruptedException {
    rememberChildren();
    signal(name, List.of(pid()));
  }

  /** The same signal to this process and all its descendants. */
  public void signalFamily(String name) throws IOException, InterruptedException {
    rememberChildren();
    signal(
        name,
        Stream.concat(Stream.of(process.toHandle()), process.descendants())
            .map(ProcessHandle::pid)
            .toList());
  }

  /** One that ends at this moment needs no signal any more. */
  private static void signal(String name, List<Long> pids)
      throws IOException, InterruptedException {
    for (long pid : pids) {
      var command = List.of("kill", "-" + name, Long.toString(pid));
      int status = new ProcessBuilder(command).start().waitFor();
      boolean ended = ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
      assertThat(status == 0 || ended).as(command.toString()).isTrue();
    }
  }

  /** SIGKILL: it cannot say goodbye to anybody. */
  public void kill() {
    rememberChildren();
    process.destroyForcibly();
    exitStatus(STOP_MAX);
  }

  /** SIGKILL to all of them before any has ended. */
  public static void killTogether(Collection<Program> programs) {
    for (var program : programs) {
      program.rememberChildren();
      program.process.destroyForcibly();
    }
    for (var program : programs) program.exitStatus(STOP_MAX);
  }

  /** Its children and theirs, as of now. */
  public List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  private void rememberChildren() {
    process.descendants().forEach(family::add);
  }

  /** Children must end by themselves when their parent has ended. */
  public void assertNothingLeft() {
    await("end of the children of " + pid())
        .atMost(CHILDREN_MAX)
        .untilAsserted(
            () ->
                assertThat(family)
                    .filteredOn(ProcessHandle::isAlive)
                    .extracting(ProcessHandle::pid)
                    .isEmpty());
  }
}
