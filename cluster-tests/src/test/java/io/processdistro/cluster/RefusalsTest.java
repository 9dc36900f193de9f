package io.processdistro.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.tools.demo.NpyMatrix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything a user can do wrong ends in one clear line and the right exit status. */
class RefusalsTest {
  @TempDir private static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = new Cluster(folder).withController();
    NpyMatrix.random(6, 4, new Random(1)).write(folder.resolve("6x4.npy"));
    NpyMatrix.random(5, 7, new Random(1)).write(folder.resolve("5x7.npy"));
    var whole = Files.readAllBytes(folder.resolve("6x4.npy"));
    Files.write(folder.resolve("truncated.npy"), Arrays.copyOf(whole, whole.length - 1));
    var text = new String(whole, StandardCharsets.ISO_8859_1);
    Files.write(
        folder.resolve("dtype.npy"),
        text.replace("'<f8'", "'<c8'").getBytes(StandardCharsets.ISO_8859_1));
    Files.writeString(folder.resolve("words.txt"), "one\ntwo\n");
    Files.writeString(folder.resolve("hashes.txt"), "not a hash\n");
    Files.write(folder.resolve("empty"), new byte[0]);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      --task-type matrix_mull                                                                 | matrix_mul
      --task-type matrix_mul                                                                  | size
      --task-type matrix_mul --params {"size":0}                                              | size
      --task-type matrix_mul --params {"size":-1}                                             | size
      --task-type matrix_mul --params {"size":2147483648}                                     | size
      --task-type matrix_mul --params {"size":1e9}                                            | size
      --task-type matrix_mul --params {"size":5.5}                                            | size
      --task-type matrix_mul --params {"size":"512"}                                          | size
      --task-type matrix_mul --params {"sise":512}                                            | size
      --task-type matrix_mul --input a=6x4.npy                                                | b
      --task-type matrix_mul --input a=6x4.npy --input b=5x7.npy                              | 4
      --task-type matrix_mul --input a=truncated.npy --input b=6x4.npy                        | a
      --task-type matrix_mul --input a=dtype.npy --input b=6x4.npy                            | c8
      --task-type matrix_mul --input a=words.txt --input b=6x4.npy                            | a
      --task-type matrix_mul --input a=empty --input b=6x4.npy                                | a
      --task-type matrix_mul --params {"size":8} --output C.png                               | npy
      --task-type mandelbrot --params {"width":0,"height":10,"max_iterations":10}             | width
      --task-type mandelbrot --params {"width":10,"height":99999999,"max_iterations":10}      | height
      --task-type mandelbrot --params {"width":10,"height":10,"max_iterations":-5}            | max_iterations
      --task-type mandelbrot --params {"width":10,"height":10,"max_iterations":9,"x_min":3}   | x_m
      --task-type password_hash --params {"algorithm":"md5"} --input passwords=words.txt      | algorithm
      --task-type password_hash --params {"algorithm":"bcrypt","cost":3} --input passwords=words.txt  | cost
      --task-type password_hash --params {"algorithm":"bcrypt","cost":16} --input passwords=words.txt | cost
      --task-type password_hash --params {"algorithm":"sha256"}                               | passwords
      --task-type password_hash --params {"algorithm":"sha256","mode":"audit"} --input passwords=words.txt --input hashes=hashes.txt | line 1
      --task-type matrix_mul --params {"size":8} --priority urgent                            | priority
      --task-type matrix_mul --params {"size":8} --weight 0                                   | weight
      --task-type matrix_mul --params {"size":8} --deadline 2020-01-01T00:00:00Z              | deadline
      """)
  void aBadJobIsRefusedAtSubmit(String options, String named) throws Exception {
    cluster.command("submit-task", options.split(" +")).refused(2, named);

    try (var client = cluster.client()) {
      assertThat(client.jobs(1, Optional.empty()))
          .as("jobs that were started all the same")
          .isEmpty();
    }
  }

  @Test
  void aPortInUseIsOneLine() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      var state = folder.resolve("second-state").toString();

      cluster
          .ran(
              cluster.start(
                  "controller",
                  "port-in-use",
                  List.of("start", "--port", port, "--state-dir", state)))
          .refused(1, port, "in use");
    }
  }

  @Test
  void aStateDirectoryInUseIsOneLine() throws Exception {
    var state = folder.resolve("controller-state").toString();

    cluster
        .ran(
            cluster.start(
                "controller",
                "state-in-use",
                List.of("start", "--port", "0", "--state-dir", state)))
        .refused(1, state);
  }

  @Test
  void aControllerOfWhichNothingIsKnownIsOneLine() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }

    cluster
        .ran(
            cluster.start(
                "controller",
                "nobody-there",
                List.of("nodes", "--controller", "127.0.0.1:" + free)))
        .refused(1, "127.0.0.1:" + free, "controller token create", "--token-file");
  }

  @Test
  void aWrongTokenIsOneLineForCommandsAndNodes() throws Exception {
    var token = privateFile("wrong-token", "this-is-not-the-right-token");

    cluster.command("nodes", "--token-file", token).refused(1, "token");
    var node = cluster.startNode("stranger", 1, "--token-file", token);

    assertThat(node.exitStatus(Duration.ofSeconds(20))).isEqualTo(1);
    assertThat(node.err()).contains("token").doesNotContain("Exception", "\tat ");
  }

  @Test
  void wrongOptionsOfNodesExitWith2() throws Exception {
    for (var option :
        List.of("--max-tasks=0", "--max-tasks=-1", "--max-tasks=1000000", "--nmae=x")) {
      var ran =
          cluster.ran(
              cluster.start(
                  "edge-node",
                  "wrong" + option.replace("=", "-"),
                  List.of("--controller", cluster.address(), option)));
      assertThat(ran.status()).as(option).isEqualTo(2);
      assertThat(ran.err()).contains(option.split("=")[0]).doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    cluster
        .command("submit-task", "--task-type", "matrix_mul", "--input", "a=missing.npy")
        .refused(2, "missing.npy", "no such file");
    cluster
        .command("submit-task", "--task-type", "matrix_mul", "--input", "a=" + folder)
        .refused(2, folder.toString(), "is a directory");
  }

  @Test
  void aMissingJdkIsOneSentence() throws Exception {
    var environment = Map.of("PROCESSDISTRO_JAVA_HOME", folder.toString());

    cluster
        .ran(cluster.startWith(List.of(), environment, "controller", "no-jdk", List.of("nodes")))
        .refused(1, "JDK 25");
  }

  private static String privateFile(String name, String content) throws IOException {
    var file = folder.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content).toString();
  }

  @Test
  void manyWrongRequestsLeaveTheControllerWell() throws Exception {
    assertThat(cluster.controller().isRunning()).isTrue();
    assertThat(cluster.command("metrics").succeeded().out()).contains("processdistro");
  }
}
