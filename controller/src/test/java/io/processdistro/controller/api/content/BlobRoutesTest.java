package io.processdistro.controller.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.testing.RunningController;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contents in and out, over real HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BlobRoutesTest {
  private Path directory;
  private RunningController controller;
  private long seed;

  @BeforeAll
  void start(@TempDir Path temporary) {
    directory = temporary;
    controller = RunningController.start(temporary);
  }

  @AfterAll
  void stop() {
    controller.close();
  }

  private byte[] newContent(int length) {
    var content = new byte[length];
    new Random(++seed).nextBytes(content);
    return content;
  }

  private List<Path> unfinishedUploads() {
    try (Stream<Path> files = Files.list(directory.resolve("state/controller/blobs/uploading"))) {
      return files.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String pathOf(byte[] content) {
    return "/v1/blobs/" + ContentHash.of(content);
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 1, 65_535, 65_536, 20_000_000})
  void contentComesBackAsItWasStored(int length) {
    var content = newContent(length);
    assertThat(controller.put(pathOf(content), content).status()).isEqualTo(201);
    var back = controller.get(pathOf(content));
    assertThat(back.status()).isEqualTo(200);
    assertThat(back.bytes()).isEqualTo(content);
    assertThat(back.header("Content-Length")).isEqualTo(Integer.toString(length));
    assertThat(unfinishedUploads()).isEmpty();
  }

  @Test
  void storingTheSameAgainIsNoError() {
    var content = newContent(100_000);
    assertThat(controller.put(pathOf(content), content).status()).isEqualTo(201);
    assertThat(controller.put(pathOf(content), content).status()).isEqualTo(200);
  }

  @Test
  void headTellsLengthOrAbsence() {
    var content = newContent(1_000);
    var request =
        controller.request(pathOf(content)).method("HEAD", BodyPublishers.noBody()).build();
    assertThat(controller.send(request).statusCode()).isEqualTo(404);
    controller.put(pathOf(content), content);
    var present = controller.send(request);
    assertThat(present.statusCode()).isEqualTo(200);
    assertThat(present.headers().firstValue("Content-Length")).hasValue("1000");
  }

  @Test
  void contentUnderAnotherHashIsRefusedAndNotKept() {
    var content = newContent(200_000);
    var other = ContentHash.of(newContent(5));
    var answer = controller.put("/v1/blobs/" + other, content);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("detail").asText()).contains(ContentHash.of(content).toString());
    assertThat(controller.get("/v1/blobs/" + other).status()).isEqualTo(404);
    assertThat(controller.get(pathOf(content)).status()).isEqualTo(404);
    await().until(() -> unfinishedUploads().isEmpty());
  }

  @Test
  void aTruncatedUploadLeavesNothingBehind() throws IOException {
    var content = newContent(3_000_000);
    try (var socket = controller.openSocket()) {
      var out = socket.getOutputStream();
      out.write(head("PUT", pathOf(content), "Content-Length: " + content.length));
      out.write(content, 0, 1_000_000);
      out.flush();
      await().until(() -> !unfinishedUploads().isEmpty());
    }
    await().until(() -> unfinishedUploads().isEmpty());
    assertThat(controller.get(pathOf(content)).status()).isEqualTo(404);
  }

  @Test
  void aChunkedUploadOfUnknownLengthWorks() {
    var content = newContent(500_000);
    var request =
        controller
            .request(pathOf(content))
            .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
            .build();
    assertThat(controller.send(request).statusCode()).isEqualTo(201);
  }

  @Test
  void aHeldBackBodyIsAskedForOnlyWhenItIsWanted() {
    var content = newContent(300_000);
    var wanted =
        controller
            .request(pathOf(content))
            .expectContinue(true)
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    assertThat(controller.send(wanted).statusCode()).isEqualTo(201);
    assertThat(controller.send(wanted).statusCode()).isEqualTo(200);
  }

  @Test
  void anUploadThatAnnouncesTooMuchIsRefusedUnread() throws IOException {
    var answer = raw(head("PUT", pathOf(newContent(1)), "Content-Length: 99999999999999"));
    assertThat(answer).startsWith("HTTP/1.1 413").contains("TOO_LARGE");
  }

  @Test
  void encodedContentIsRefused() {
    var content = newContent(10);
    var request =
        controller
            .request(pathOf(content))
            .header("Content-Encoding", "gzip")
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    assertThat(controller.send(request).statusCode()).isEqualTo(415);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "..",
        "../../token",
        "..%2f..%2ftoken",
        "%2e%2e%2f%2e%2e%2ftoken",
        "..%5c..%5ctoken",
        "ab%00",
        "zz39d7b6b1c9a1f8d6c4f0e0e1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4",
        "39d7b6",
        "39058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81/../../epoch"
      })
  void onlyHashesNameBlobs(String trick) throws IOException {
    for (var method : List.of("GET", "HEAD", "PUT")) {
      var answer = raw(head(method, "/v1/blobs/" + trick, "Content-Length: 0"));
      assertThat(answer).as(method).matches("(?s)HTTP/1.1 (400|404) .*");
      assertThat(answer).doesNotContain(controller.token());
    }
  }

  @Test
  void manyUploadsOfTheSameContentAtOnceAllSucceed() {
    var content = newContent(2_000_000);
    var statuses =
        IntStream.range(0, 8)
            .parallel()
            .map(ignored -> controller.put(pathOf(content), content).status())
            .toArray();
    assertThat(Arrays.stream(statuses).boxed().toList()).isSubsetOf(200, 201);
    assertThat(controller.get(pathOf(content)).bytes()).isEqualTo(content);
    await().until(() -> unfinishedUploads().isEmpty());
  }

  @Test
  void anUploadWithAWrongTokenIsRefusedBeforeItsBodyIsRead() {
    var content = newContent(30_000_000);
    var request =
        controller
            .bare(pathOf(content))
            .header("Authorization", "Bearer wrong")
            .expectContinue(true)
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    assertThat(controller.send(request).statusCode()).isEqualTo(401);
    assertThat(unfinishedUploads()).isEmpty();
  }

  private byte[] head(String method, String path, String header) {
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer "
            + controller.token()
            + "\r\n"
            + header
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private String raw(byte[] request) throws IOException {
    try (var socket = controller.openSocket()) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      var answer = new StringBuilder();
      var buffer = new byte[8_192];
      for (int read = socket.getInputStream().read(buffer);
          read > 0;
          read = socket.getInputStream().read(buffer)) {
        answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
        if (answer.length() > 100 && answer.toString().endsWith("}")) break;
      }
      return answer.toString();
    }
  }
}
