package io.processdistro.cluster.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.processdistro.cluster.Inputs;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.api.view.ViewJson;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * A job whose result is always the same.
 *
 * @param words a file for jobs that hash one
 */
record Work(String taskType, JsonNode params, Optional<Path> words) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** One grain a word. With cost 8 a word takes some 20 ms, with 10 some 80 ms. */
  static Work passwords(Path folder, int words, int cost) throws IOException {
    var params = JSON.objectNode().put("algorithm", "bcrypt").put("cost", cost);
    return new Work("password_hash", params, Optional.of(Inputs.words(folder, words)));
  }

  static Work picture(int width, int height, int iterations) {
    var params =
        JSON.objectNode()
            .put("width", width)
            .put("height", height)
            .put("max_iterations", iterations);
    return new Work("mandelbrot", params, Optional.empty());
  }

  static Work product(int size) {
    return new Work("matrix_mul", JSON.objectNode().put("size", size), Optional.empty());
  }

  /** A new job each time, also if its result is known from an earlier one. */
  String submit(ControllerClient client) throws ClientException, IOException {
    return submit(client, UUID.randomUUID().toString());
  }

  /**
   * @param key submitting again with the same one gives the same job
   */
  String submit(ControllerClient client, String key) throws ClientException, IOException {
    var body = JSON.objectNode().put("task_type", taskType).put("cache", false);
    body.set("params", params);
    if (words.isPresent()) body.set("inputs", inputs(client, words.get()));
    var submission = ViewJson.lenient().treeToValue(body, JobSubmission.class);
    return client.submit(submission, key).id();
  }

  private static ObjectNode inputs(ControllerClient client, Path words)
      throws ClientException, IOException {
    var hash = ContentHash.of(Files.readAllBytes(words));
    client.store(words, hash);
    var inputs = JSON.objectNode();
    inputs.putObject("passwords").put("sha256", hash.toString()).put("file_name", "words.txt");
    return inputs;
  }
}
