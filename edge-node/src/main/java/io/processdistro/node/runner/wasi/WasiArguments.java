package io.processdistro.node.runner.wasi;

import io.processdistro.node.runner.protocol.RunnerCommand;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of a WASI command: {@code task PHASE [PARAMS]}, each ended by a zero byte.
 *
 * @param strings with their zero bytes
 */
record WasiArguments(List<byte[]> strings) {
  private static final String PROGRAM = "task";

  static WasiArguments of(RunnerCommand.Run command) {
    var strings = new ArrayList<byte[]>();
    strings.add(terminated(PROGRAM));
    strings.add(terminated(command.phase().exportName()));
    if (!command.params().isEmpty()) strings.add(terminated(command.params()));
    return new WasiArguments(strings);
  }

  private static byte[] terminated(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }

  int totalBytes() {
    return strings.stream().mapToInt(string -> string.length).sum();
  }
}
