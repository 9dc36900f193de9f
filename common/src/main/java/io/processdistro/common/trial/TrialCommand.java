package io.processdistro.common.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.values.Phase;
import java.util.List;

/** What the bench is told: {@link Open} first and once, then tasks, each after the one before. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TrialCommand.Open.class, name = "open"),
  @JsonSubTypes.Type(value = TrialCommand.Run.class, name = "run")
})
public sealed interface TrialCommand {
  /** Start a runner; answered with {@link TrialEvent.Opened} or {@link TrialEvent.Broken}. */
  record Open(Module module, Walls walls, String directory) implements TrialCommand {}

  /**
   * @param file absolute; ingested already
   * @param hash of its content, 64 hexadecimal digits
   * @param params what a WASI command gets as its second argument; empty for none
   */
  record Module(String file, String hash, ModuleShape shape, String params) {}

  /** As for any task; fuel is 0 if nothing is counted. */
  record Walls(
      long wallMillisMax, long memoryBytesMax, long outputBytesMax, long logBytesMax, long fuel) {}

  /**
   * Run one task; answered with {@link TrialEvent.Ended} or {@link TrialEvent.Broken}.
   *
   * @param header first bytes of the input
   * @param parts the rest of it
   * @param outputFile absolute; must not exist. Written if the task succeeds, also if it is empty
   */
  record Run(Phase phase, byte[] header, List<Part> parts, long randomSeed, String outputFile)
      implements TrialCommand {
    public Run {
      parts = List.copyOf(parts);
    }
  }

  /** {@code length} bytes of a file from {@code offset} on; {@code file} is absolute. */
  record Part(String file, long offset, long length) {}
}
