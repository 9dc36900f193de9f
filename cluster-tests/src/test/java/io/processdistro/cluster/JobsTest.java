package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.tools.demo.DemoCheck;
import io.processdistro.tools.demo.NpyMatrix;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The built-in jobs on two nodes, as users run them, against independent references. */
class JobsTest {
  @TempDir private static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new Cluster(folder).withController();
    cluster.startNode("node-1", 1);
    cluster.startNode("node-2", 1);
    cluster.awaitReady("node-1", "node-2");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @Test
  void multipliesRectangularMatrices() throws Exception {
    var a = NpyMatrix.random(301, 157, new Random(1));
    var b = NpyMatrix.random(157, 263, new Random(2));
    a.write(folder.resolve("A.npy"));
    b.write(folder.resolve("B.npy"));

    cluster
        .command(
            "submit-task",
            "--task-type",
            "matrix_mul",
            "--input",
            "a=A.npy",
            "--input",
            "b=B.npy",
            "--output",
            "C.npy")
        .succeeded();

    assertThat(DemoCheck.matrix(a, b, NpyMatrix.read(folder.resolve("C.npy")))).contains("301");
  }

  @Test
  void aSeededProductIsTheSameEveryTime() throws Exception {
    for (var output : List.of("first.npy", "second.npy")) {
      cluster
          .command(
              "submit-task",
              "--no-cache",
              "--task-type",
              "matrix_mul",
              "--params",
              "{\"size\":512}",
              "--output",
              output)
          .succeeded();
    }

    assertThat(NpyMatrix.read(folder.resolve("first.npy")).rows()).isEqualTo(512);
    assertThat(folder.resolve("first.npy")).hasSameBinaryContentAs(folder.resolve("second.npy"));
  }

  @Test
  void drawsTheMandelbrotSet() throws Exception {
    var picture = "{\"width\":301,\"height\":203,\"max_iterations\":300}";
    for (var output : List.of("m.png", "m.npy")) {
      cluster
          .command(
              "submit-task", "--task-type", "mandelbrot", "--params", picture, "--output", output)
          .succeeded();
    }

    var image = ImageIO.read(folder.resolve("m.png").toFile());
    assertThat(DemoCheck.mandelbrot(image, NpyMatrix.read(folder.resolve("m.npy")), 300))
        .contains("61,103 iteration counts");
  }

  @Test
  void theTimeOfAJobLiesInItsEstimate() throws Exception {
    var job =
        new String[] {
          "--no-cache",
          "-o",
          "json",
          "--task-type",
          "mandelbrot",
          "--params",
          "{\"width\":1600,\"height\":1200,\"max_iterations\":3000}"
        };
    var json = JsonMapper.builder().build();

    var asked = new ArrayList<>(List.of(job));
    asked.add("--estimate");
    var estimate =
        json.readTree(
            cluster.command("submit-task", asked.toArray(String[]::new)).succeeded().out());
    var real = json.readTree(cluster.command("submit-task", job).succeeded().out());

    // Generous: other tests, and whoever else uses this machine, come and go meanwhile.
    double seconds = real.at("/timing/total_ms").asDouble() / 1e3;
    assertThat(seconds)
        .isBetween(
            estimate.path("low_seconds").asDouble() / 3,
            estimate.path("high_seconds").asDouble() * 3);
    assertThat(estimate.path("tiles_done").asInt()).isEqualTo(32);
    cluster
        .command("result", estimate.path("job").asText(), "--output", "sample.png")
        .refused(1, "was a sample for an estimate and has no result");
  }

  @Test
  void hashesAWordList() throws Exception {
    var words = Inputs.words(folder, 5_000);
    cluster
        .command(
            "submit-task",
            "--task-type",
            "password_hash",
            "--params",
            "{\"algorithm\":\"sha256\"}",
            "--input",
            "passwords=" + words,
            "--output",
            "sha256.csv")
        .succeeded();

    assertThat(
            DemoCheck.sha256(
                Files.readAllLines(words), Files.readAllLines(folder.resolve("sha256.csv"))))
        .contains("5,000");
  }

  @Test
  void findsAWordByItsBcryptHash() throws Exception {
    var words = Inputs.words(folder, 12);
    cluster
        .command(
            "submit-task",
            "--task-type",
            "password_hash",
            "--params",
            "{\"algorithm\":\"bcrypt\",\"cost\":4}",
            "--input",
            "passwords=" + words,
            "--output",
            "bcrypt.csv")
        .succeeded();
    var lines = Files.readAllLines(folder.resolve("bcrypt.csv"));
    assertThat(DemoCheck.bcrypt(Files.readAllLines(words), lines, 4)).contains("12 bcrypt");
    var wanted = lines.get(8).split(",");
    Files.writeString(folder.resolve("wanted.txt"), wanted[1] + "\n");

    cluster
        .command(
            "submit-task",
            "--task-type",
            "password_hash",
            "--params",
            "{\"algorithm\":\"bcrypt\",\"mode\":\"audit\"}",
            "--input",
            "passwords=" + words,
            "--input",
            "hashes=wanted.txt",
            "--output",
            "found.csv")
        .succeeded();

    assertThat(Files.readAllLines(folder.resolve("found.csv")))
        .containsExactly("hash,password", wanted[1] + "," + wanted[0]);
  }

  @Test
  void aDetachedJobIsFetchedLater() throws Exception {
    var id =
        cluster
            .command(
                "submit-task", "--task-type", "matrix_mul", "--params", "{\"size\":64}", "--detach")
            .succeeded()
            .out()
            .strip();

    cluster.command("result", id.substring(0, 8), "--wait", "--output", "later.npy").succeeded();

    assertThat(NpyMatrix.read(folder.resolve("later.npy")).columns()).isEqualTo(64);
    assertThat(cluster.command("jobs").succeeded().out()).contains(id, "completed");
    assertThat(cluster.command("explain", id).succeeded().out()).contains(id);
  }

  @Test
  void nodesRunCompiledCode() throws Exception {
    for (var node : List.of("node-1", "node-2")) {
      // A node is ready before its self-test is over.
      cluster.awaitNode(node, found -> !found.engine().name().isEmpty());
    }
    var nodes = cluster.command("nodes", "-o", "json").succeeded().out();

    assertThat(nodes).contains("\"compiling\" : true").doesNotContain("\"compiling\" : false");
  }
}
