package io.processdistro.node.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.node.runner.protocol.RunnerEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is said of runners that end by themselves. */
class RunnerEndTest {
  @Test
  void aStackTraceIsToldByItsCauseNotByItsLastLine() throws Exception {
    var end =
        endOf(
            """
            Exception in thread "main" java.lang.IllegalStateException: no engine
            \tat a.Class.method(Class.java:1)
            Caused by: java.io.IOException: /nonexistent: No such file or directory
            \tat another.Class.method(Class.java:2)
            \t... 12 more
            """);

    assertThat(end.reason())
        .contains("code 1")
        .contains("/nonexistent: No such file or directory")
        .doesNotContain("more");
  }

  private static RunnerEnd endOf(String standardError) throws Exception {
    var ended = new CompletableFuture<RunnerEnd>();
    var process =
        new ProcessBuilder("sh", "-c", "printf '%s' \"$1\" >&2; exit 1", "sh", standardError);
    start(process, ended);
    return ended.get(30, TimeUnit.SECONDS);
  }

  private static void start(ProcessBuilder process, CompletableFuture<RunnerEnd> ended)
      throws IOException {
    new RunnerProcess(
            process.start(),
            new RunnerProcess.Listener() {
              @Override
              public void heard(RunnerProcess from, RunnerEvent event) {
                ended.completeExceptionally(new AssertionError(event.toString()));
              }

              @Override
              public void ended(RunnerProcess from, RunnerEnd end) {
                ended.complete(end);
              }
            })
        .start();
  }
}
