package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.cli.Terminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The help of the program itself is made without reading the options of its commands. */
class HelpTest {
  @ParameterizedTest
  @ValueSource(strings = {"-h", "--help"})
  void helpSaysWhatTheWholeProgramWouldSay(String option) {
    var terminal = Terminal.plain(System.out, System.err);

    var run = CommandRun.of(option);

    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(ControllerCommand.whole(terminal).getUsageMessage());
  }

  @Test
  void helpBeforeACommandIsThatOfTheProgram() {
    assertThat(CommandRun.of("--help", "jobs", "--limit", "1").out())
        .isEqualTo(CommandRun.of("--help").out());
  }
}
