package io.processdistro.tools.throughput;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The dashboard in a real Chromium, in processes of its own: logs in, then shows a job until its
 * end, and tells what that took. Talks by lines with {@code browser/run.mjs} of the dashboard.
 */
final class WatchedPage implements AutoCloseable {
  private static final String REQUEST = "> ";
  private static final String JOB = "job";
  private static final String FIGURES = "figures ";
  private static final long STOP_SECONDS_MAX = 20;

  private final Process process;
  private final Path errors;
  private final BufferedReader requests;
  private final BufferedWriter answers;

  /**
   * What it took.
   *
   * @param heapBytes of its scripts, after a collection of garbage at the end
   * @param privateBytesMax of its process, what it shares with no other, at its highest
   */
  record Figures(long heapBytes, long privateBytesMax) {}

  /**
   * @param runner {@code run.mjs}
   * @param link that logs in once
   * @param folder for what it writes
   */
  WatchedPage(Path runner, String link, Path folder) throws IOException {
    errors = folder.resolve("page.log");
    process =
        new ProcessBuilder(
                "nice", "-n", "5", "node", runner.toString(), "large-job", link, folder.toString())
            .redirectError(errors.toFile())
            .start();
    requests = process.inputReader();
    answers = process.outputWriter();
  }

  /** Returns when it is logged in. */
  void awaitOpen() throws IOException {
    var request = nextRequest();
    if (!request.equals(JOB)) throw new IllegalStateException("the page asks for " + request);
  }

  void show(String job) throws IOException {
    answer(job);
  }

  /** Returns after the end of the job. */
  Figures figures() throws IOException {
    var request = nextRequest();
    if (!request.startsWith(FIGURES)) {
      throw new IllegalStateException("the page says " + request);
    }
    JsonNode figures = new JsonMapper().readTree(request.substring(FIGURES.length()));
    answer("");
    return new Figures(
        figures.path("heap_bytes").asLong(), figures.path("private_bytes_max").asLong());
  }

  private void answer(String line) throws IOException {
    answers.write(line + "\n");
    answers.flush();
  }

  private String nextRequest() throws IOException {
    for (var line = requests.readLine(); line != null; line = requests.readLine()) {
      if (line.startsWith(REQUEST)) return line.substring(REQUEST.length());
    }
    throw new IllegalStateException("the page ended: " + Files.readString(errors));
  }

  @Override
  public void close() throws IOException {
    var children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
    requests.close();
    answers.close();
  }
}
