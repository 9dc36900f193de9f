package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.node.runner.EngineProfile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A module of a user, in C, as users run it: split, execute, merge, and what goes wrong. */
class UserModulesTest {
  @TempDir private static Path folder;
  private static Path module;
  private static Cluster cluster;
  private static Program node;

  @BeforeAll
  static void start() throws Exception {
    module = folder.resolve("line_sums.wasm");
    var resource = "/modules/line_sums.wasm";
    try (InputStream stream = UserModulesTest.class.getResourceAsStream(resource)) {
      Files.copy(stream, module);
    }
    cluster = new Cluster(folder).withController();
    node = cluster.startNode("one", 2);
    cluster.awaitReady("one");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Path numbers(String name, int from, int to) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(
        file, IntStream.range(from, to).mapToObj(i -> i + "\n").collect(Collectors.joining()));
  }

  private static String sum(long from, long to) {
    return LongStream.range(from, to).sum() + "\n";
  }

  @Test
  void aModuleSplitsAndMergesWhileANodeDies() throws Exception {
    var input = numbers("numbers.txt", 0, 30_000);
    var victim = cluster.startNode("victim", 1);
    cluster.awaitReady("victim");

    var job =
        cluster
            .command(
                "submit-task",
                "--module",
                module.toString(),
                "--input",
                input.toString(),
                "--timeout",
                "120s",
                "--detach")
            .succeeded()
            .out()
            .strip();
    try (var client = cluster.client()) {
      await("the job's second stage")
          .atMost(Duration.ofMinutes(2))
          .until(() -> client.job(job).progress().grainsDone() > 30);
      victim.kill();
      cluster.command("result", job, "--wait", "--output", "sum.txt").succeeded();
      var progress = client.job(job).progress();
      // split, 300 chunks, two merges of 150 results, one of two
      assertThat(progress.grainsTotal()).isEqualTo(1 + 300 + 2 + 1);
      assertThat(progress.grainsDone()).isEqualTo(progress.grainsTotal());
    }
    assertThat(folder.resolve("sum.txt")).hasContent(sum(0, 30_000).strip());
  }

  @Test
  void linesAndFilesAreCutByTheControllerAndResultsWrittenAsAskedFor() throws Exception {
    var input = numbers("lines.txt", 0, 2_500);
    for (int i = 0; i < 5; i++) numbers("in/sub" + i % 2 + "/file" + i, 100 * i, 200 * i + 7);

    cluster
        .command(
            "submit-task",
            "--module",
            module.toString(),
            "--input",
            input.toString(),
            "--split",
            "lines:1000",
            "--phases",
            "execute",
            "--output",
            "sums.txt")
        .succeeded();
    assertThat(folder.resolve("sums.txt"))
        .hasContent(sum(0, 1_000) + sum(1_000, 2_000) + sum(2_000, 2_500).strip());

    cluster
        .command(
            "submit-task",
            "--module",
            module.toString(),
            "--input-dir",
            folder.resolve("in").toString(),
            "--phases",
            "execute",
            "--output",
            "out/")
        .succeeded();
    for (int i = 0; i < 5; i++) {
      assertThat(folder.resolve("out/sub" + i % 2 + "/file" + i))
          .hasContent(sum(100L * i, 200L * i + 7).strip());
    }
  }

  /** What the node says of its processes, compared to what the system says of them. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void processesOfModulesAreAsSmallAsTheNodeSays() throws Exception {
    var input = numbers("few.txt", 0, 10);
    cluster
        .command("submit-task", "--module", module.toString(), "--input", input.toString())
        .succeeded();
    var said = cluster.node("one").orElseThrow().sandbox();
    assertThat(cluster.command("nodes", "-o", "json").succeeded().out())
        .contains("\"low_priority\"", "\"core_dumps_off\"", "\"own_network\"");
    var runner = runnerOfModules(node);
    int nice = niceOf(runner) - niceOf(node.pid());
    assertThat(nice > 0).as("low priority").isEqualTo(said.lowPriority());
    if (said.coreDumpsOff()) {
      assertThat(proc(runner, "limits")).containsPattern("Max core file size +0 +0 ");
    }
    assertThat(proc(runner, "net/dev").equals(proc(node.pid(), "net/dev")))
        .as("shares the network")
        .isEqualTo(!said.ownNetwork());
  }

  private static long runnerOfModules(Program node) {
    return ProcessHandle.of(node.pid())
        .orElseThrow()
        .descendants()
        .filter(process -> proc(process.pid(), "cmdline").contains(EngineProfile.USER.name()))
        .findFirst()
        .orElseThrow()
        .pid();
  }

  private static String proc(long process, String file) {
    try {
      return Files.readString(Path.of("/proc/" + process).resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fields after the command's name in parentheses: state is the 3rd, nice the 19th. */
  private static int niceOf(long process) {
    return Integer.parseInt(proc(process, "stat").replaceFirst(".*\\) ", "").split(" ")[16]);
  }

  @Test
  void aTrapNamesItsWallAndWhatIsNoModuleIsRefused() throws Exception {
    var trap = Files.writeString(folder.resolve("trap.txt"), "1\ntrap\n");
    var script = Files.writeString(folder.resolve("script.wasm"), "#!/bin/sh\necho hello\n");
    cluster
        .command(
            "submit-task",
            "--module",
            module.toString(),
            "--input",
            trap.toString(),
            "--phases",
            "execute")
        .refused(4, "trap: unreachable", "GUEST_TRAP");
    cluster
        .command("submit-task", "--module", script.toString(), "--input", trap.toString())
        .refused(2, "the module is refused");
    assertThat(cluster.command("modules").succeeded().out())
        .contains("native", "execute,merge", "free")
        .doesNotContain("script");
  }
}
