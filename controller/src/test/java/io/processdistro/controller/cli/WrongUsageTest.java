package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong usage ends with status 2 and one line that names the cause, before anything is sent. */
class WrongUsageTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      sumbit-task                                              | unknown command sumbit-task; did you mean submit-task?
      nodez                                                    | did you mean nodes?
      jobs --limt 3                                            | did you mean --limit?
      jobs --limit 0                                           | --limit: 1 to 100000, not 0
      jobs --limit many                                        | a whole number, not many
      jobs -o xml                                              | -o: table, json or yaml, not xml
      jobs surplus                                             | unknown argument surplus
      job                                                      | missing required parameter: 'ID'
      submit-task                                              | Give --task-type TYPE or --module FILE.wasm
      submit-task --task-type x --module m.wasm                | two ways of saying what runs
      submit-task --task-type x --split lines:9                | --split is for --module
      submit-task --task-type x --chunk-size 4MiB              | --chunk-size is for --module
      submit-task --task-type x --memory 1MiB                  | --memory is for --module
      submit-task --task-type x --fuel 9                       | --fuel is for --module
      submit-task --task-type x --input-dir .                  | --input-dir is for --module
      submit-task --task-type x --timeout 1s --wait-timeout 1s | say the same here
      submit-task --module /no/such.wasm --input pom.xml       | --module: /no/such.wasm: there is no such file
      submit-task --module pom.xml                             | --module needs an input
      submit-task --module pom.xml --input pom.xml --input-dir . | two inputs
      submit-task --module pom.xml --input pom.xml --input pom.xml | --module has one input
      submit-task --module pom.xml --input /no/such            | input input: /no/such: there is no such file
      submit-task --module pom.xml --input-dir pom.xml         | is a file; give it with --input
      submit-task --module pom.xml --input-dir /no/such        | there is no such directory
      submit-task --module pom.xml --input-dir . --split lines:1 | leave --split out
      submit-task --module pom.xml --input-dir . --chunk-size 1 | leave --chunk-size out
      submit-task --module pom.xml --input pom.xml --split lines:1 --chunk-size 1 | two ways of cutting
      submit-task --module pom.xml --input pom.xml --split lines:0 | --split: write lines:1000, module or none
      submit-task --module pom.xml --input pom.xml --chunk-size 4MX | --chunk-size: a size is a number above 0
      submit-task --module pom.xml --input pom.xml --memory 0  | --memory: a size is a number above 0
      submit-task --module pom.xml --input pom.xml --phases merge | execute is always among them
      submit-task --module pom.xml --input pom.xml --phases run | write split, execute and merge
      submit-task --module pom.xml --input pom.xml --fuel 0    | --fuel: a number above 0
      submit-task --module pom.xml --input pom.xml --timeout 0s | --timeout: a time is a number above 0
      submit-task --module pom.xml --input pom.xml --output src/ | is not empty; name a new or an empty directory
      start --module-memory-max 8GiB                           | memoryBytesMax must be 65536 to 4294967296
      start --module-memory-max lots                           | --module-memory-max: a size is a number
      start --module-timeout-max 48h                           | wallMillisMax must be 1 to 86400000
      modules explode                                          | list or release, not explode
      modules release                                          | the hash is missing
      submit-task --task-type x --params {                     | --params: not valid JSON
      submit-task --task-type x --params [1]                   | a JSON object is expected
      submit-task --task-type x --params {"a":1,"a":2}         | Duplicate field 'a'
      submit-task --task-type x --params {"a":1}{}             | --params: not valid JSON
      submit-task --task-type x --params {"a":NaN}             | --params: not valid JSON
      submit-task --task-type x --params @/no/such/file        | --params: /no/such/file: it does not exist
      submit-task --task-type x --input a                      | write NAME=FILE
      submit-task --task-type x --input =A.npy                 | write NAME=FILE
      submit-task --task-type x --input a=/no/such/file        | input a: /no/such/file: there is no such file
      submit-task --task-type x --input a=/                    | input a: /: is a directory, not a file
      submit-task --task-type x --input a=/dev/null            | is not a regular file
      submit-task --task-type x --output /                     | is a directory; name a file in it
      submit-task --task-type x --output /no/such/folder/C.npy | its directory does not exist
      submit-task --task-type x --output /dev/null             | is not a regular file; use --output -
      submit-task --task-type x --output C.npy --detach        | use one of them
      submit-task --task-type x --estimate --dry-run           | --estimate and --dry-run are different wishes: use one of them
      submit-task --task-type x --dry-run --detach             | --dry-run and --detach are different wishes
      submit-task --task-type x --estimate --detach --dry-run  | use one of them
      submit-task --task-type x --estimate --output C.npy      | there is nothing for --output: leave one of them out
      submit-task --task-type x --estimate --wait-timeout 5s   | there is nothing for --wait-timeout
      submit-task --task-type x --estimate --timeout 5s        | there is nothing for --timeout
      submit-task --task-type x --timeout 0                    | --timeout: a time is a number above 0
      submit-task --task-type x --timeout -1s                  | --timeout
      submit-task --task-type x --timeout 5parsecs             | --timeout: a time is a number above 0
      submit-task --task-type x --timeout 99999999999h         | --timeout: a time is a number above 0
      submit-task --task-type x --placement-timeout 0s         | --placement-timeout: a time is a number above 0
      submit-task --task-type x --placement-timeout soon       | --placement-timeout: a time is a number above 0
      submit-task --task-type x --weight heavy                 | --weight: a whole number, not heavy
      submit-task --task-type x --weight 99999999999           | --weight: a whole number, not 99999999999
      submit-task --task-type x --slots-max 1.5                | --slots-max: a whole number, not 1.5
      submit-task --task-type x --attempts-max many            | a whole number, not many
      submit-task --task-type x --retries 3                    | --retries
      submit-task --task-type x --task-type y                  | should be specified only once
      jobs --controller host:99999                             | --controller: a port is 1 to 65535
      jobs --controller http://host:1/                         | --controller:
      result abc                                               | '--output=FILE'
      explain abc:1-2                                          | a range is FROM..TO
      """)
  void isRefused(String arguments, String message) {
    var run = CommandRun.of(arguments.split(" "));

    assertThat(run.err()).contains(message).hasLineCount(1).doesNotContain("Exception");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void noCommandIsWrongUsageToo() {
    assertThat(CommandRun.of().status()).isEqualTo(2);
    assertThat(CommandRun.of().err()).contains("a command is missing").hasLineCount(1);
  }

  @Test
  void anInputGivenTwiceIsRefused() throws Exception {
    var file = Files.writeString(folder.resolve("list.txt"), "x");

    var run =
        CommandRun.of(
            "submit-task", "--task-type", "x", "--input", "a=" + file, "--input", "a=" + file);

    assertThat(run.err()).contains("--input: a was given twice");
    assertThat(run.status()).isEqualTo(2);
  }

  @Test
  void escapeSequencesInArgumentsDoNotReachTheTerminal() {
    var run = CommandRun.of("\u001b[31mred\u0007");

    assertThat(run.err()).doesNotContain("\u001b", "\u0007").contains("?[31mred?");
  }

  @Test
  void helpGoesToStandardOutputAndListsCommandsAndExitStatus() {
    var run = CommandRun.of("--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("submit-task", "explain", "130");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void everyCommandHasHelp() {
    for (var command :
        new String[] {
          "submit-task",
          "jobs",
          "job",
          "result",
          "cancel",
          "resume",
          "nodes",
          "node",
          "metrics",
          "explain"
        }) {
      var run = CommandRun.of(command, "--help");
      assertThat(run.status()).as(command).isZero();
      assertThat(run.out()).contains("Usage: controller " + command, "--controller", "-o");
    }
  }
}
