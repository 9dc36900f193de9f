package io.processdistro.controller.tasks.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.JobRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose grains cost very different amounts must not inherit each other's measured speed. */
class CostClassTest {
  private final JsonMapper json = new JsonMapper();
  @TempDir Path folder;

  @Test
  void blocksOfShortAndLongInnerDimensionsAreOfDifferentClasses() throws Exception {
    assertThat(costClass("matrix_mul", "{\"size\":64}", Map.of()))
        .isNotEqualTo(costClass("matrix_mul", "{\"size\":4096}", Map.of()))
        .isEqualTo(costClass("matrix_mul", "{\"size\":65}", Map.of()));
  }

  @Test
  void everyAlgorithmAndEveryCostOfBcryptIsAClassOfItsOwn() throws Exception {
    var words = "alpha\nbeta\n".getBytes(StandardCharsets.US_ASCII);
    var file = Files.write(folder.resolve("words"), words);
    var inputs =
        Map.of("passwords", new InputBlob("passwords", ContentHash.of(words), words.length, file));
    assertThat(
            new String[] {
              costClass("password_hash", "{\"algorithm\":\"sha256\"}", inputs),
              costClass("password_hash", "{\"algorithm\":\"sha512\"}", inputs),
              costClass("password_hash", "{\"algorithm\":\"bcrypt\",\"cost\":4}", inputs),
              costClass("password_hash", "{\"algorithm\":\"bcrypt\",\"cost\":12}", inputs)
            })
        .doesNotHaveDuplicates();
  }

  private String costClass(String type, String params, Map<String, InputBlob> inputs)
      throws Exception {
    var request = JobRequest.of(json.readTree(params), inputs, Optional.empty());
    return BuiltInTasks.types()
        .find(type)
        .plan(request, content -> ContentHash.of(content))
        .costClass();
  }
}
