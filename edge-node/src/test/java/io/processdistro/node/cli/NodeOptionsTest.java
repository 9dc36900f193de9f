package io.processdistro.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
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
          --memory=1                   | --memory is at least 256MiB
          --memory=-5g                 | --memory: a size is a number above 0
          --nmae=x                     | did you mean --name?
          stray                        | stray
          """)
  void wrongOptionsAreUsageErrorsThatSayWhatIsAllowed(String option, String said) {
    int status = EdgeNodeCommand.run(new PrintWriter(err, true), option);
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).startsWith("edge-node: ").contains(said).doesNotContain("\tat ");
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
    assertThat(plan.heapBytes()).isEqualTo(1L << 30);
    assertThat(plan.taskBytesMax()).isEqualTo(256L << 20);
  }
}
