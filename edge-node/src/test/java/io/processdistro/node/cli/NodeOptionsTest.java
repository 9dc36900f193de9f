package io.processdistro.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.cli.Terminal;
import io.processdistro.common.config.Configuration;
import io.processdistro.common.config.ConfigurationSources;
import io.processdistro.common.config.Setting;
import io.processdistro.node.supervisor.RunnerMemory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeOptionsTest {
  private final StringWriter err = new StringWriter();

  @ParameterizedTest(name = "{0} is refused")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --max-tasks=0                | --max-tasks is 1 to 1024, not 0
          --max-tasks=-1               | --max-tasks is 1 to 1024, not -1
          --max-tasks=1000000          | --max-tasks is 1 to 1024
          --max-tasks=many             | --max-tasks
          --name=../x                  | --name: a node name has
          --controller=a:b:c           | --controller: a controller is given as host:port
          --controller=host:70000      | --controller: a port is 1 to 65535, not 70000
          --cache-size=lots            | --cache-size: a size is a number above 0
          --cache-size=10              | --cache-size is at least 1MiB
          --max-memory=1               | --max-memory is at least 656MiB
          --max-memory=-5g             | --max-memory: a size is a number above 0
          --cpu-limit=fast             | --cpu-limit: 'fast' is no part of a machine
          --cpu-limit=0%               | --cpu-limit: a share is more than 0%
          --cpu-limit=150%             | --cpu-limit: a share is more than 0% and at most 100%
          --cpu-limit=0.01             | a number of cores 0.1 to 4096
          --hours=all                  | --hours: 'all' are no hours: write for example 22:00-06:00
          --hours=25:00-06:00          | 25:00 is no time of a day
          --hours=06:00-06:00          | hours that begin and end at 06:00
          --metrics-port=0             | --metrics-port is 1 to 65535, not 0
          --metrics-port=65536         | --metrics-port is 1 to 65535, not 65536
          --metrics-port=any           | --metrics-port: a whole number, not any
          --idle-after=5m              | --idle-after belongs to --only-when-idle
          --nmae=x                     | did you mean --name?
          stray                        | stray
          """)
  void wrongOptionsAreUsageErrorsThatSayWhatIsAllowed(String option, String said) {
    int status = EdgeNodeCommand.run(new PrintWriter(err, true), option);
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).startsWith("edge-node: ").contains(said).doesNotContain("\tat ");
  }

  @Test
  void everySettingOfANodeStandsInForAnOption() {
    var options =
        EdgeNodeCommand.whole(Terminal.plain(System.out, System.err)).getCommandSpec().options();

    assertThat(
            options.stream()
                .flatMap(
                    it -> Setting.ofOption(it.longestName(), EdgeNodeCommand.SECTIONS).stream()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Setting.values()).filter(it -> it.key().startsWith("node.")).toList());
  }

  @Test
  void limitsOfAFileHoldAndGiveWayToOptions(@TempDir Path folder) throws Exception {
    var file =
        Files.writeString(
            folder.resolve("node.yaml"),
            "node: {hours: '22:00-06:00', only_when_idle: true, max_memory: 1GiB, cpu_limit: 50%}");
    var configuration = ConfigurationSources.check(file);

    assertThat(value(configuration, "--hours")).hasToString("22:00-06:00");
    assertThat(value(configuration, "--max-memory")).isEqualTo(1L << 30);
    assertThat(value(configuration, "--cpu-limit")).isNotNull();
    assertThat(value(configuration, "--only-when-idle")).isEqualTo(true);
    assertThat(value(configuration, "--only-when-idle", "--only-when-idle")).isEqualTo(true);
    assertThat(value(configuration, "--only-when-idle", "--no-only-when-idle")).isEqualTo(false);
    assertThat(value(configuration, "--hours", "--hours=01:00-02:00")).hasToString("01:00-02:00");
    assertThat(value(Configuration.usual(), "--only-when-idle")).isEqualTo(false);
    assertThat(value(Configuration.usual(), "--only-when-idle", "--only-when-idle"))
        .isEqualTo(true);
  }

  private Object value(Configuration configuration, String option, String... arguments) {
    var program =
        EdgeNodeCommand.commandLine(
            Terminal.plain(System.out, System.err), configuration, new PrintWriter(err));
    program.parseArgs(arguments);
    return program.getCommandSpec().findOption(option).getValue();
  }

  @Test
  void everySlotCanHoldTheUsualTaskOnALargeMachine() {
    var plan = MemoryPlan.byDefault(4, 64L << 30);
    assertThat(plan.taskBytesMax()).isGreaterThanOrEqualTo(256L << 20);
    assertThat(plan.heapBytes()).isGreaterThanOrEqualTo(4 * plan.taskBytesMax());
  }

  @Test
  void aSmallMachineStillOffersTheUsualTaskAndKeepsHalfOfItself() {
    var plan = MemoryPlan.byDefault(4, 2L << 30);
    assertThat(plan.totalBytes()).isEqualTo(1L << 30);
    assertThat(plan.taskBytesMax()).isEqualTo(256L << 20);
  }

  @ParameterizedTest(name = "{0} MiB for {1} slots")
  @CsvSource({"656, 1", "656, 64", "1024, 2", "4096, 2", "65536, 4", "1048576, 1024"})
  void allRunnersTogetherStayWithinTheMemoryThatTheOwnerLends(long mebibytes, int slots) {
    var plan = MemoryPlan.of(mebibytes << 20, slots);
    assertThat(plan.heapBytes() + RunnerMemory.PROCESS_BYTES + plan.userBytesMax())
        .isEqualTo(mebibytes << 20);
    assertThat(plan.userBytesMax() - RunnerMemory.PROCESS_BYTES)
        .as("the heap of a runner of a user's module")
        .isGreaterThanOrEqualTo(256L << 20);
    assertThat(plan.taskBytesMax()).isBetween(256L << 20, plan.heapBytes());
  }
}
