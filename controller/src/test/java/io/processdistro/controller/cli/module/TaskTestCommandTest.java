package io.processdistro.controller.cli.module;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.controller.cli.CommandRun;
import io.processdistro.wasm.BuiltInModule;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a wish for a test is said before anything runs. */
class TaskTestCommandTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
      --input pom.xml                                      | missing required parameter: 'FILE.wasm'
      MODULE                                               | missing required option: '--input=FILE'
      /no/such.wasm --input pom.xml                        | /no/such.wasm: there is no such file
      src --input pom.xml                                  | src: is a directory
      pom.xml --input pom.xml                              | the module is refused: this is an HTML or XML page
      MODULE --input /no/such                              | there is no such file
      MODULE --input src                                   | is a directory
      MODULE --input pom.xml --split words:3               | --split: write lines:1000
      MODULE --input pom.xml --split lines:3 --chunk-size 9 | two ways of cutting
      MODULE --input pom.xml --split module                | exports no split
      MODULE --input pom.xml --phases execute,merge        | merge are asked for
      MODULE --input pom.xml --memory 2GiB                 | memory_bytes_max must be 65536 to 1073741824
      MODULE --input pom.xml --timeout 1h                  | wall_millis_max must be 1 to 300000
      MODULE --input pom.xml --fuel 0                      | --fuel: a number above 0
      MODULE --input pom.xml --params [1]                  | a JSON object is expected
      MODULE --input pom.xml --params {"a":1}              | a native module is given its input and nothing else
      MODULE --input pom.xml --seed x                      | --seed: a whole number, not x
      """)
  void isRefused(String arguments, String message) throws Exception {
    var module = Files.write(folder.resolve("m.wasm"), BuiltInModule.MANDELBROT.bytes());

    var run = CommandRun.of(("task test " + arguments.replace("MODULE", "" + module)).split(" "));

    assertThat(run.err()).contains(message).hasLineCount(1).doesNotContain("Exception");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void withoutTheNodesPartOfTheDistributionItSaysSo() throws Exception {
    var module = Files.write(folder.resolve("m.wasm"), BuiltInModule.MANDELBROT.bytes());

    var run = CommandRun.of("task", "test", "" + module, "--input", "pom.xml");

    assertThat(run.err()).contains("use bin/controller of a whole distribution").hasLineCount(1);
    assertThat(run.status()).isEqualTo(1);
  }
}
