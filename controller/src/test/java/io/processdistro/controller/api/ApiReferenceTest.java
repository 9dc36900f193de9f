package io.processdistro.controller.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ApiReferenceTest {
  private static final Path PAGE = Path.of("../documentation/api.md");

  /** Written anew instead of compared. */
  private static final String WRITE = "api.reference.write";

  @Test
  void thePageIsWhatTheDescriptionSays() throws IOException {
    try (var yaml = getClass().getResourceAsStream("/io/processdistro/openapi.yaml")) {
      var page = ApiReference.of(new YAMLMapper().readTree(yaml));
      if (Boolean.getBoolean(WRITE)) Files.writeString(PAGE, page);
      assertThat(Files.readString(PAGE))
          .as(
              "stale; write it with: mvn -o -pl controller -am test -Dtest=ApiReferenceTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
              WRITE)
          .isEqualTo(page);
    }
  }
}
