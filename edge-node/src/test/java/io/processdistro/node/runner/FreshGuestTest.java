package io.processdistro.node.runner;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A guest starts as its module says, whatever the guests before it did. */
@Timeout(120)
class FreshGuestTest {
  /**
   * Counts up a word of its memory and a global, and answers with both: 1 and 1 in a fresh guest.
   * Traps, having counted, if its input is longer than one byte.
   */
  private static final byte[] COUNTER =
      HexFormat.of()
          .parseHex(
              "0061736d01000000"
                  + "010c0260017f017f60027f7f017e" // (i32) -> i32, (i32, i32) -> i64
                  + "0303020001"
                  + "0503010001" // one page of memory
                  + "0606017f0141000b" // a mutable i32 global
                  + "071c03066d656d6f7279020005616c6c6f63000007657865637574650001"
                  + "0a300205004180080b28" // alloc: 1024
                  + "004100410028020041016a360200230041016a240041042300360200200141014b0440000b42080b");

  @ParameterizedTest
  @EnumSource(EngineProfile.class)
  void nothingOfFormerTasksIsLeft(EngineProfile profile) throws IOException {
    try (var runner = RunnerHarness.started(profile, 1)) {
      var module = runner.moduleFile(COUNTER);
      for (int task = 0; task < 1_200; task++) {
        assertThat(runner.output(module, new byte[1])).containsExactly(1, 0, 0, 0, 1, 0, 0, 0);
      }
    }
  }

  @Test
  void nothingIsLeftOfATaskThatTrapped() throws IOException {
    try (var runner = RunnerHarness.started(EngineProfile.BUILT_IN, 1)) {
      var module = runner.moduleFile(COUNTER);
      for (int round = 0; round < 3; round++) {
        var trapped = runner.run(runner.task(module, new byte[2], 10_000)).outcome();
        assertThat(((Outcome.Failed) trapped).code()).isEqualTo(ErrorCode.GUEST_TRAP);
        var fresh = runner.run(runner.task(module, new byte[1], 10_000)).outcome();
        var output = (Output.Inline) ((Outcome.Succeeded) fresh).output();
        assertThat(output.bytes()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0);
      }
    }
  }
}
