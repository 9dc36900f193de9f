package io.processdistro.common.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real tool chains make is admitted, with no more imports than these. */
class TaskExampleIngestTest {
  private static final Path WASM_TASKS = Path.of("../wasm-tasks");

  @ParameterizedTest
  @CsvSource({
    "examples/word-count/word-count.wasm",
    "examples/csv-statistics/csv-statistics.wasm",
    "src/test/resources/templates/c.wasm",
    "src/test/resources/templates/assemblyscript.wasm"
  })
  void nativeModulesHaveAllPhasesAndImportNothing(String file) throws Exception {
    var facts = ingest(file).facts();
    assertThat(facts.shape()).isEqualTo(ModuleShape.NATIVE);
    assertThat(facts.phases()).isEqualTo(EnumSet.allOf(Phase.class));
    assertThat(facts.imports()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "examples/prime-count/prime-count.wasm, RUST",
    "examples/monte-carlo-pi/monte-carlo-pi.wasm, JAVA",
    "src/test/resources/templates/rust.wasm, RUST",
    "src/test/resources/templates/java.wasm, JAVA"
  })
  void commandsImportExactlyWhatTheirToolChainNeeds(String file, String toolChain)
      throws Exception {
    var facts = ingest(file).facts();
    assertThat(facts.shape()).isEqualTo(ModuleShape.WASI_COMMAND);
    assertThat(facts.imports())
        .extracting(ModuleImport::name)
        .containsExactlyInAnyOrder(importsOf(toolChain));
  }

  private static String[] importsOf(String toolChain) {
    return toolChain.equals("RUST")
        ? new String[] {
          "args_get",
          "args_sizes_get",
          "environ_get",
          "environ_sizes_get",
          "fd_read",
          "fd_write",
          "proc_exit"
        }
        : new String[] {
          "args_get", "args_sizes_get", "clock_time_get", "fd_read", "fd_write", "proc_exit"
        };
  }

  private static IngestedModule ingest(String file) throws IOException, ModuleRefusedException {
    var module =
        ModuleIngest.ingest(Files.readAllBytes(WASM_TASKS.resolve(file)), IngestRules.DEFAULTS);
    assertThat(module.warnings()).isEmpty();
    assertThat(ModuleIngest.ingest(module.bytes(), IngestRules.DEFAULTS).hash())
        .isEqualTo(module.hash());
    return module;
  }
}
