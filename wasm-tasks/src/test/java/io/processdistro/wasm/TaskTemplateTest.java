package io.processdistro.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskTemplateTest {
  private static final Path TEMPLATES =
      Path.of("src/main/resources/io/processdistro/wasm/templates");
  private static final Path KITS = Path.of("pdk");

  @ParameterizedTest
  @EnumSource
  void aNewTaskHasEveryFileOfTheTemplateAndTheKitUnderItsOwnName(TaskTemplate template)
      throws IOException {
    var files = template.files("my-task");
    var expected = new TreeSet<String>();
    for (var root : new Path[] {TEMPLATES, KITS}) {
      var folder = root.resolve(template.language());
      try (var paths = Files.walk(folder)) {
        paths
            .filter(Files::isRegularFile)
            .forEach(path -> expected.add(folder.relativize(path).toString()));
      }
    }
    assertThat(files.keySet()).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(files.get(TaskTemplate.BUILD_SCRIPT)).startsWith("#!/bin/sh\n").contains("my-task");
    assertThat(files.get("README.md")).contains("--module my-task.wasm");
    assertThat(files.values()).allSatisfy(text -> assertThat(text).doesNotContain("{{"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "../x", "-x", "a b", "a;b", "$(x)", "ä", "\"", "a.b"})
  void aNameThatIsNoneIsRefused(String name) {
    assertThatThrownBy(() -> TaskTemplate.C.files(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("letters, digits");
  }

  @Test
  void languagesAreWrittenSmall() {
    assertThat(TaskTemplate.ASSEMBLYSCRIPT.language()).isEqualTo("assemblyscript");
  }
}
