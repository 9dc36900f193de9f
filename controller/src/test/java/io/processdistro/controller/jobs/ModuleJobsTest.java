package io.processdistro.controller.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Phase;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.controller.testing.FakeNode;
import io.processdistro.controller.testing.GuestModules;
import io.processdistro.controller.testing.GuestWork;
import io.processdistro.controller.testing.RunningController;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs of users' modules over real HTTP; the guests are Java, the nodes hand-written. */
class ModuleJobsTest {
  @TempDir Path directory;
  private RunningController controller;

  @BeforeEach
  void start() {
    controller = RunningController.start(directory);
  }

  @AfterEach
  void stop() {
    controller.close();
  }

  private String module(byte[] bytes) {
    var answer = controller.put("/v1/modules", bytes);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("sha256").asText();
  }

  private String blob(byte[] bytes) {
    var hash = ContentHash.of(bytes).toString();
    controller.put("/v1/blobs/" + hash, bytes);
    return hash;
  }

  private RunningController.Answer submit(String moduleFields, String otherFields, byte[] input) {
    return controller.post(
        "/v1/jobs",
        "{\"module\":{%s},\"inputs\":{\"input\":{\"sha256\":\"%s\"}}%s}"
            .formatted(moduleFields, blob(input), otherFields));
  }

  private String job(byte[] module, String moduleFields, String otherFields, byte[] input) {
    var answer = submit("\"sha256\":\"" + module(module) + "\"" + moduleFields, otherFields, input);
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return answer.json().path("id").asText();
  }

  private JsonNode run(GuestWork.Guest guest, String job) {
    try (var _ = FakeNode.connect(controller, "one", 2, new GuestWork(controller, guest));
        var _ = FakeNode.connect(controller, "two", 1, new GuestWork(controller, guest))) {
      return controller.awaitJob(job);
    }
  }

  private byte[] result(JsonNode job) {
    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("completed");
    return controller.get("/v1/jobs/" + job.path("id").asText() + "/result").bytes();
  }

  private static byte[] lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "line " + i + "\n")
        .collect(Collectors.joining())
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Split: a chunk for each line. Execute: its length. Merge: the sum. */
  private static Outcome sumOfLengths(Phase phase, byte[] input) {
    return GuestWork.output(
        switch (phase) {
          case SPLIT ->
              GuestWork.chunkList(
                  new String(input, StandardCharsets.UTF_8)
                      .lines()
                      .map(line -> line.getBytes(StandardCharsets.UTF_8))
                      .toList());
          case EXECUTE -> number(input.length);
          case MERGE ->
              number(
                  GuestWork.chunks(input).stream()
                      .mapToLong(chunk -> ByteBuffer.wrap(chunk).getLong())
                      .sum());
        });
  }

  private static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  @ParameterizedTest(name = "{0} lines")
  @CsvSource({"1", "2", "700"})
  void aModuleSplitsItsInputAndMergesItsResultsInLevels(int count) {
    var input = lines(count);
    var job =
        run(
            ModuleJobsTest::sumOfLengths,
            job(GuestModules.nativeWith("split", "execute", "merge"), "", "", input));
    assertThat(result(job)).isEqualTo(number(input.length - count));
    int groups = count > 256 ? 3 : 0;
    assertThat(job.path("progress").path("grains_total").asInt()).isEqualTo(1 + count + groups + 1);
    assertThat(job.path("progress").path("fraction").asDouble()).isEqualTo(1);
    assertThat(job.path("progress").path("grains_open").asBoolean()).isFalse();
  }

  @Test
  void linesAreCutWithTheirEndsSoThatAllChunksTogetherAreTheInput() {
    var input = "one\ntwo\n\nfour\nlast without an end".getBytes(StandardCharsets.UTF_8);
    var seen = new ArrayList<String>();
    var job =
        run(
            (phase, chunk) -> {
              synchronized (seen) {
                seen.add(new String(chunk, StandardCharsets.UTF_8));
              }
              return GuestWork.output(chunk);
            },
            job(GuestModules.nativeWith("execute"), ",\"split\":\"lines:2\"", "", input));
    assertThat(result(job)).isEqualTo(input);
    assertThat(seen).containsExactlyInAnyOrder("one\ntwo\n", "\nfour\n", "last without an end");
  }

  @Test
  void aLargeInputIsCutIntoPiecesThatNodesFetchOneByOne() {
    var input = new byte[20 << 20];
    new Random(1).nextBytes(input);
    var work =
        new GuestWork(
            controller, (phase, chunk) -> GuestWork.output(new byte[] {chunk[0], chunk[1]}));
    var id = job(GuestModules.nativeWith("execute"), ",\"split\":\"bytes:3000000\"", "", input);
    try (var _ = FakeNode.connect(controller, "one", 1, work)) {
      var expected = ByteBuffer.allocate(14);
      for (int at = 0; at < input.length; at += 3_000_000) expected.put(input, at, 2);
      assertThat(result(controller.awaitJob(id))).isEqualTo(expected.array());
    }
  }

  @Test
  void resultsInAnyOrderAreJoinedInTheOrderOfTheChunks() {
    var input = lines(500);
    var random = new Random(9);
    var job =
        run(
            (phase, chunk) -> {
              // Long ones are uploaded as blobs and come later.
              var output = Arrays.copyOf(chunk, random.nextInt(40) == 0 ? 300_000 : chunk.length);
              return GuestWork.output(output);
            },
            job(GuestModules.nativeWith("execute"), ",\"split\":\"lines:1\"", "", input));
    var text = new String(result(job), StandardCharsets.UTF_8).replace("\0", "");
    assertThat(text.getBytes(StandardCharsets.UTF_8)).isEqualTo(input);
  }

  @Test
  void anEmptyInputIsOneEmptyChunk() {
    var job =
        run(
            (phase, chunk) -> GuestWork.output(number(chunk.length)),
            job(GuestModules.nativeWith("execute"), ",\"split\":\"lines:1\"", "", new byte[0]));
    assertThat(result(job)).isEqualTo(number(0));
  }

  @Test
  void guestsGetTheirLimitsAndAWasiCommandItsParameters() {
    var work = new GuestWork(controller, (phase, chunk) -> GuestWork.output(chunk));
    var id =
        job(
            GuestModules.wasiCommand(),
            ",\"memory_bytes_max\":1048576,\"wall_millis_max\":2000,\"output_bytes_max\":9999,"
                + "\"log_bytes_max\":100,\"fuel\":77",
            ",\"params\":{\"column\":\"größe\",\"n\":1}",
            lines(1));
    try (var _ = FakeNode.connect(controller, "one", 1, work)) {
      result(controller.awaitJob(id));
    }
    assertThat(work.terms()).hasSize(1);
    TaskTerms terms = work.terms().getFirst();
    assertThat(terms.params()).isEqualTo("{\"column\":\"größe\",\"n\":1}");
    assertThat(terms.memoryBytesMax()).isEqualTo(1 << 20);
    assertThat(terms.wallMillisMax()).isEqualTo(2_000);
    assertThat(terms.outputBytesMax()).isEqualTo(9_999);
    assertThat(terms.logBytesMax()).isEqualTo(100);
    assertThat(terms.fuel()).isEqualTo(77);
  }

  /** What the node ingests again has to have the hash under which it was fetched. */
  @Test
  void theModuleOfALeaseIsABlobThatIngestLeavesAsItIs() throws Exception {
    var work = new GuestWork(controller, (phase, chunk) -> GuestWork.output(chunk));
    var id = job(GuestModules.nativeWith("execute"), ",\"fuel\":5", "", lines(1));
    try (var _ = FakeNode.connect(controller, "one", 1, work)) {
      result(controller.awaitJob(id));
    }
    var terms = work.terms().getFirst();
    var bytes = controller.get("/v1/blobs/" + terms.module()).bytes();
    var rules = new IngestRules(terms.memoryBytesMax(), terms.fuel() > 0);
    assertThat(ModuleIngest.ingest(bytes, rules).hash()).isEqualTo(terms.module());
  }

  @ParameterizedTest(name = "split returns {0}")
  @CsvSource({
    "no chunk, 00000000, has no chunk",
    "10^9 chunks, 00ca9a3b, 'says that it has 1000000000 chunks, and at most 1000000 may be'",
    "half a list, 0200000001000000ff, ends before the length of chunk 1",
    "trailing bytes, 0100000001000000ffff, has 1 bytes behind its last chunk",
  })
  void aListThatIsNoneFailsTheJobAndBlamesTheModule(String what, String hex, String message) {
    var list = java.util.HexFormat.of().parseHex(hex);
    var job =
        run(
            (phase, input) -> GuestWork.output(list),
            job(GuestModules.nativeWith("split", "execute"), "", "", lines(3)));
    assertThat(job.path("state").asText()).isEqualTo("failed");
    assertThat(job.path("error").path("code").asText()).isEqualTo("GUEST_OUTPUT_INVALID");
    assertThat(job.path("error").path("message").asText())
        .startsWith("the chunk list that the module's split returned")
        .contains(message);
  }

  @Test
  void anOutputBeyondTheLimitIsNotTaken() {
    var job =
        run(
            (phase, input) -> GuestWork.output(new byte[11]),
            job(GuestModules.nativeWith("execute"), ",\"output_bytes_max\":10", "", lines(1)));
    assertThat(job.path("state").asText()).isEqualTo("failed");
    assertThat(job.path("error").path("message").asText())
        .contains("the output has 11 bytes, and at most 10 are allowed");
  }

  @Test
  void aTrapFailsTheJobWithTheWallAndTheGuestsLog() {
    var failure =
        new Outcome.Failed(
            ErrorCode.GUEST_TRAP,
            "trap: integer divide by zero in function f (#12)",
            "a\u001b[2Jb\n");
    var job =
        run((phase, input) -> failure, job(GuestModules.nativeWith("execute"), "", "", lines(1)));
    assertThat(job.path("error").path("code").asText()).isEqualTo("GUEST_TRAP");
    assertThat(job.path("error").path("message").asText()).contains("integer divide by zero");
    assertThat(job.path("error").path("log").asText()).isEqualTo("a?[2Jb\n");
  }

  @Test
  void aModuleThatKillsRunnersIsQuarantinedUntilItIsReleased() {
    var killer = GuestModules.nativeWith("execute", "merge");
    var innocent = job(GuestModules.nativeWith("execute"), ",\"split\":\"lines:1\"", "", lines(40));
    var kills = new AtomicInteger();
    var failure =
        new Outcome.Failed(ErrorCode.RUNNER_KILLED, "did not stop within 1 s of its deadline", "x");
    var other = job(killer, ",\"memory_bytes_max\":65536", ",\"priority\":\"low\"", lines(1));
    var failed =
        run(
            (phase, input) -> {
              if (phase == Phase.EXECUTE && input.length == lines(2).length) {
                kills.incrementAndGet();
                return failure;
              }
              return GuestWork.output(input);
            },
            job(killer, "", ",\"priority\":\"high\"", lines(2)));

    assertThat(failed.path("state").asText()).isEqualTo("failed");
    assertThat(failed.path("error").path("code").asText()).isEqualTo("MODULE_QUARANTINED");
    assertThat(failed.path("error").path("message").asText())
        .contains("2 runners of it had to be killed", "did not stop within 1 s");
    assertThat(kills).hasValue(2);
    var hash = failed.path("module").asText();
    var listed = controller.get("/v1/modules/" + hash.substring(0, 10)).json();
    assertThat(listed.path("state").asText()).isEqualTo("quarantined");
    assertThat(listed.path("kills")).hasSize(2);
    assertThat(listed.path("kills").get(0).path("job").asText())
        .isEqualTo(failed.path("id").asText());

    // Other limits make other bytes, and yet it is the same module.
    var refused = submit("\"sha256\":\"" + hash + "\",\"memory_bytes_max\":131072", "", lines(1));
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.json().path("code").asText()).isEqualTo("MODULE_QUARANTINED");
    assertThat(refused.json().path("hint").asText()).contains("controller modules release");

    var released = controller.post("/v1/modules/" + hash + "/release", "").json();
    assertThat(released.path("state").asText()).isEqualTo("free");
    assertThat(released.path("kills")).isEmpty();
    assertThat(submit("\"sha256\":\"" + hash + "\"", "", lines(1)).status()).isEqualTo(201);
    try (var _ =
        FakeNode.connect(
            controller,
            "three",
            2,
            new GuestWork(controller, (phase, input) -> GuestWork.output(input)))) {
      assertThat(result(controller.awaitJob(innocent))).isEqualTo(lines(40));
    }
    assertThat(controller.awaitJob(other).path("state").asText()).isIn("failed", "completed");
  }

  @Test
  void cancellingBetweenStagesLeavesNothingBehind() {
    var id = job(GuestModules.nativeWith("split", "execute"), "", "", lines(3));
    try (var _ = FakeNode.connect(controller, "one", 1, FakeNode.NOTHING)) {
      controller.delete("/v1/jobs/" + id);
      assertThat(controller.awaitJob(id).path("state").asText()).isEqualTo("cancelled");
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          native asks for split, has none  | execute | "split":"module"            |                       | exports no split
          native asks for a missing phase  | execute | "phases":["execute","merge"] |                      | the module exports execute, and execute, merge are asked for
          phases without execute           | execute,merge | "phases":["merge"]     |                       | phases must contain execute
          cut twice                        | split,execute | "phases":["split","execute"],"split":"lines:1" | | leave one of the two out
          unknown cut                      | execute | "split":"lines:0"           |                       | module.split must be auto
          unknown phase                    | execute | "phases":["run"]            |                       | must be a list of split, execute and merge
          parameters for a native module   | execute | "fuel":0                    | ,"params":{"a":1}     | is given its input and nothing else
          too much memory                  | execute | "memory_bytes_max":9999999999 |                     | must be 65536 to 1073741824 on this controller
          too little memory                | execute | "memory_bytes_max":1        |                       | must be 65536 to
          too long                         | execute | "wall_millis_max":300001    |                       | must be 1 to 300000
          fuel below nothing               | execute | "fuel":-1                   |                       | module.fuel must be 0 to
          files of what is no archive      | execute | "split":"files"             |                       | input is no usable archive
          files of one merged result       | execute,merge | "fuel":0              | ,"output_format":"tar" | merges its results into one
          a strange format                 | execute | "fuel":0                    | ,"output_format":"png" | is bin (all results in one) or tar
          a built-in type and a module     | execute | "fuel":0                    | ,"task_type":"squares","params":{"count":1} | accepted
          """)
  void wishesThatDoNotGoTogetherAreRefused(
      String rule, String phases, String moduleFields, String otherFields, String message) {
    var hash = module(GuestModules.nativeWith(phases.split(",")));
    var answer =
        submit(
            "\"sha256\":\"" + hash + "\"," + moduleFields,
            otherFields == null ? "" : otherFields,
            lines(2));
    if (message.equals("accepted")) {
      assertThat(answer.status()).isEqualTo(201);
      return;
    }
    assertThat(answer.status()).as(answer.text()).isIn(400, 422);
    assertThat(answer.json().path("detail").asText() + answer.json().path("hint").asText())
        .contains(message);
  }

  @Test
  void whatIsNoModuleIsRefusedWithEverythingThatIsWrong() {
    for (var bytes :
        List.of(new byte[0], "#!/bin/sh\n".getBytes(), new byte[] {0, 'a', 's', 'm', 2, 0, 0, 0})) {
      var answer = controller.put("/v1/modules", bytes);
      assertThat(answer.status()).as(answer.text()).isEqualTo(422);
      assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
      assertThat(answer.json().path("code").asText()).isEqualTo("MODULE_INVALID");
      assertThat(answer.json().path("detail").asText()).startsWith("the module is refused: ");
      assertThat(answer.json().path("complaints")).isNotEmpty();
    }
    var unknown = submit("\"sha256\":\"" + "0".repeat(64) + "\"", "", lines(1));
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.json().path("hint").asText()).contains("/v1/modules");
    assertThat(controller.get("/v1/modules/xyz").status()).isEqualTo(400);
    assertThat(controller.get("/v1/modules/00").status()).isEqualTo(404);
    assertThat(controller.post("/v1/modules/00/release", "").status()).isEqualTo(404);
  }
}
