package io.processdistro.controller.cli.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.api.view.ViewJson;
import io.processdistro.controller.cli.CommandRun;
import io.processdistro.controller.server.ControllerServer;
import io.processdistro.controller.server.StartException;
import io.processdistro.controller.tasks.TaskTypes;
import io.processdistro.controller.testing.RunningController;
import io.processdistro.controller.testing.SquaresTask;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor on what real controllers leave behind. */
class DoctorCommandTest {
  @TempDir private Path directory;

  private Map<String, String> verdicts(int port, int expectedStatus) throws IOException {
    var arguments =
        List.of("doctor", "-o", "json", "--port", "" + port, "--state-dir", state().toString());
    var run = CommandRun.of(arguments.toArray(String[]::new));
    var verdicts = new TreeMap<String, String>();
    for (var finding : ViewJson.lenient().readTree(run.out())) {
      verdicts.put(finding.path("check").asText(), finding.path("verdict").asText());
      assertThat(finding.path("remedy").asText().isEmpty())
          .as(finding.toString())
          .isEqualTo(finding.path("verdict").asText().equals("ok"));
    }
    assertThat(run.status()).as(run.out()).isEqualTo(expectedStatus);
    return verdicts;
  }

  private Path state() {
    return directory.resolve("state");
  }

  @Test
  void findsNoProblemBesideARunningController() throws IOException {
    try (var controller = RunningController.start(directory)) {
      assertThat(verdicts(controller.port(), 0))
          .containsEntry("port " + controller.port(), "ok")
          .containsEntry("controller", "ok")
          .containsEntry("clock", "ok")
          .containsEntry("authority", "ok")
          .containsEntry("secrets", "ok");
    }
  }

  @Test
  void leavesEverythingAsItIs() throws IOException {
    RunningController.start(directory).close();
    var before = listing();

    verdicts(freePort(), 0);

    assertThat(listing()).isEqualTo(before);
  }

  private List<String> listing() throws IOException {
    var listing = new ArrayList<String>();
    try (var files = Files.walk(state())) {
      for (var file : files.sorted().toList()) {
        listing.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
      }
    }
    // A temporary file touches the folder that it was in.
    listing.removeIf(line -> line.startsWith(state().resolve("controller") + " "));
    return listing;
  }

  @Test
  void aFlippedByteInTheStoreIsFoundAndTheRefusalOfAStartNamesTheDoctor() throws IOException {
    RunningController.start(directory).close();
    var database = state().resolve("controller/controller.sqlite");
    try (var file = new RandomAccessFile(database.toFile(), "rw")) {
      file.seek(file.length() - 3_000);
      var page = new byte[2_000];
      file.write(page);
      file.seek(4_096);
      file.write(0x77);
    }

    assertThat(verdicts(freePort(), 1)).containsEntry("store", "problem");
    assertThat(refusalOfStart()).contains("is damaged", "controller doctor");
  }

  private String refusalOfStart() {
    try {
      ControllerServer.start(
              RunningController.configIn(directory), new TaskTypes(List.of(new SquaresTask())))
          .close();
      throw new AssertionError("a damaged store was taken");
    } catch (StartException e) {
      return e.getMessage();
    }
  }

  @Test
  void anAuthorityThatOthersCanReadOrThatIsDamagedIsAProblem() throws IOException {
    RunningController.start(directory).close();
    var authority = state().resolve("controller/authority.pem");
    Files.setPosixFilePermissions(authority, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(verdicts(freePort(), 1)).containsEntry("secrets", "problem");

    Files.writeString(authority, "not a certificate");
    Files.setPosixFilePermissions(authority, PosixFilePermissions.fromString("rw-------"));
    assertThat(verdicts(freePort(), 1)).containsEntry("authority", "problem");
  }

  @Test
  void aPortThatSomebodyElseHasIsAProblem() throws IOException {
    try (var taken = new java.net.ServerSocket(0)) {
      assertThat(verdicts(taken.getLocalPort(), 1))
          .containsEntry("port " + taken.getLocalPort(), "problem");
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new java.net.ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
