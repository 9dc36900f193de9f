package io.processdistro.controller.cli.submit;

import static io.processdistro.controller.cli.FakeController.JOB;
import static io.processdistro.controller.cli.FakeController.job;
import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.view.JobJson;
import io.processdistro.controller.api.view.ViewJson;
import io.processdistro.controller.cli.CommandRun;
import io.processdistro.controller.cli.FakeController;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way of a job as the command sees it, over a real connection to a fake controller. */
class SubmitTaskCommandTest {
  private static final JobJson RUNNING = job("running", 3, 2, null, null);
  private static final JobJson COMPLETED = job("completed", 10, 0, null, null);
  private static final byte[] RESULT = "the result".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private FakeController controller;
  private Path tokenFile;

  @BeforeEach
  void start() throws IOException {
    controller = new FakeController();
    tokenFile = folder.resolve("token");
    Files.createFile(
        tokenFile,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(tokenFile, controller.access(FakeController.TOKEN));
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  private CommandRun submit(String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "submit-task",
                "--task-type",
                "matrix_mul",
                "--controller",
                controller.address(),
                "--token-file",
                tokenFile.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void waitsAndWritesTheResult() throws IOException {
    controller.then(job("queued", 0, 0, null, null)).then(RUNNING).then(COMPLETED);
    controller.withResult(RESULT);
    var output = folder.resolve("C.npy");

    var run = submit("--params", "{\"size\":8}", "--output", output.toString());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(output).hasBinaryContent(RESULT);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("completed", output.toString()).hasLineCount(1);
    var sent = ViewJson.lenient().readTree(controller.submission());
    assertThat(sent.get("output_format").asText()).isEqualTo("npy");
    assertThat(sent.get("params").get("size").asInt()).isEqualTo(8);
  }

  @Test
  void writesTheResultAndNothingElseToStandardOutput() {
    controller.then(RUNNING).then(COMPLETED).withResult(RESULT);

    var run = submit("--output", "-", "-o", "json");

    assertThat(run.out()).isEqualTo("the result");
    assertThat(run.status()).isZero();
  }

  @Test
  void printsTheIdWhenTheResultStaysWithTheController() {
    controller.then(RUNNING).then(COMPLETED);

    assertThat(submit().out().strip()).isEqualTo(JOB);
    assertThat(submit("--detach").out().strip()).isEqualTo(JOB);
  }

  @Test
  void aDetachedJobIsNotAskedForAgain() {
    controller.then(RUNNING);

    assertThat(submit("--detach").status()).isZero();
    assertThat(controller.requests()).containsExactly("POST /v1/jobs");
  }

  @Test
  void sendsInputsOnlyWhenTheyAreMissing() throws IOException {
    controller.then(COMPLETED).withBlob(new byte[] {1, 2, 3});
    var known = Files.write(folder.resolve("A.npy"), new byte[] {1, 2, 3});
    var unknown = Files.write(folder.resolve("B.npy"), new byte[300_000]);

    var run = submit("--input", "a=" + known, "--input", "b=" + unknown);

    assertThat(run.status()).as(run.err()).isZero();
    var hash = ContentHash.of(new byte[300_000]);
    assertThat(controller.blob(hash)).hasSize(300_000);
    assertThat(controller.requests())
        .filteredOn(request -> request.startsWith("PUT"))
        .containsExactly("PUT /v1/blobs/" + hash);
    var inputs = ViewJson.lenient().readTree(controller.submission()).get("inputs");
    assertThat(inputs.get("b").get("sha256").asText()).isEqualTo(hash.toString());
    assertThat(inputs.get("a").get("file_name").asText()).isEqualTo("A.npy");
  }

  @Test
  void aRefusalNamesTheFieldAndExitsWith2() {
    controller.refusing(422, "INVALID_PARAMETER", "size is 1 to 16384, not 0", "params.size");

    var run = submit();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().strip()).isEqualTo("params.size: size is 1 to 16384, not 0");
  }

  @Test
  void aFailedJobExitsWith4AndSaysWhy() {
    var failure =
        new JobJson.Failure(
            "GUEST_TRAP",
            "the module trapped",
            null,
            "0..4",
            List.of("n1"),
            "before\nlast words\n");
    controller.then(RUNNING).then(job("failed", 3, 0, null, failure));
    var output = folder.resolve("C.npy");

    var run = submit("--output", output.toString());

    assertThat(run.status()).isEqualTo(4);
    assertThat(run.err().lines())
        .startsWith("guest: before", "guest: last words")
        .last(InstanceOfAssertFactories.STRING)
        .contains("the module trapped", "0..4", "GUEST_TRAP");
    assertThat(output).doesNotExist();
  }

  @Test
  void aCancelledJobExitsWith4() {
    controller.then(RUNNING).then(job("cancelled", 3, 0, null, null));

    assertThat(submit().status()).isEqualTo(4);
  }

  @Test
  void theTimeoutExitsWith5AndSaysHowToGoOn() {
    controller.then(RUNNING);

    var run = submit("--timeout", "200ms");

    assertThat(run.status()).isEqualTo(5);
    assertThat(run.err()).contains("controller result " + JOB + " --wait").hasLineCount(1);
  }

  @Test
  void whatCannotBePlacedExitsWith3() {
    controller.then(job("queued", 0, 0, "no node is connected", null));

    var run = submit("--placement-timeout", "200ms");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("no node is connected", "controller cancel " + JOB);
  }

  @Test
  void aWrongTokenExitsWith1() throws IOException {
    Files.writeString(tokenFile, controller.access("another-token-than-that"));

    var run = submit();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("token", "--token-file").hasLineCount(1);
  }

  @Test
  void aControllerThatIsNotThereExitsWith1() {
    var address = controller.address();
    controller.close();

    var run = submit();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("no controller answers at " + address).hasLineCount(1);
  }

  @Test
  void aBrokenDownloadLeavesTheOldFileAsItWas() throws IOException {
    controller.then(COMPLETED).withResult(RESULT).breakingResult(4);
    var output = Files.writeString(folder.resolve("C.npy"), "old");

    var run = submit("--output", output.toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(output).hasContent("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(tokenFile, output);
    }
  }

  @Test
  void replacesAFileAndKeepsItsPermissionsAndTheLinkToIt() throws IOException {
    controller.then(COMPLETED).withResult(RESULT);
    var real = Files.writeString(folder.resolve("real.npy"), "old and longer than the new one");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw----"));
    var link = Files.createSymbolicLink(folder.resolve("C.npy"), real);

    assertThat(submit("--output", link.toString()).status()).isZero();

    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(real).hasBinaryContent(RESULT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-rw----");
  }

  @Test
  void anAnswerOfSomethingElseIsToldAsSuch() {
    controller.refusing(418, null, null, null);

    var run = submit();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("status 418", controller.address()).hasLineCount(1);
  }
}
