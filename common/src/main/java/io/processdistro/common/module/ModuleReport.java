package io.processdistro.common.module;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything that can be said about a module to its author, whether it is accepted or not. All
 * texts are safe to show: what the module chose itself is escaped and bounded.
 *
 * @param bytes length of the file
 * @param contents empty if the file is not a module, or too damaged to be read
 */
public record ModuleReport(long bytes, Optional<Contents> contents, Verdict verdict) {
  /** What ingest makes of the module. */
  public sealed interface Verdict {
    record Accepted(IngestedModule module) implements Verdict {}

    /**
     * @param complaints at least one, the most important one first
     */
    record Refused(List<ModuleComplaint> complaints) implements Verdict {
      public Refused {
        complaints = List.copyOf(complaints);
      }
    }
  }

  /**
   * What the file says, before it is rewritten.
   *
   * @param shape empty if it has neither the native entry nor that of a command
   * @param memories its own ones, in pages of 64 KiB; more than one is refused
   * @param tables its own ones, in elements
   * @param functions how many it has, imported ones not included
   * @param largest empty if it has no function of its own
   */
  public record Contents(
      Optional<ModuleShape> shape,
      List<Import> imports,
      List<Export> exports,
      List<Size> memories,
      List<Size> tables,
      int functions,
      Optional<LargestFunction> largest) {
    public Contents {
      imports = List.copyOf(imports);
      exports = List.copyOf(exports);
      memories = List.copyOf(memories);
      tables = List.copyOf(tables);
    }
  }

  /**
   * @param type of a function its signature, else what it is: "a memory"
   * @param refusal why a module of this shape cannot have it; empty if it can
   */
  public record Import(
      String module, String name, String type, Optional<ModuleComplaint> refusal) {}

  /**
   * @param type of a function its signature, else what it is: "a memory"
   */
  public record Export(String name, String type) {}

  /**
   * @param declaredMax empty if none was declared
   * @param allowedMax what the rewritten module declares
   */
  public record Size(long min, OptionalLong declaredMax, long allowedMax) {}

  /**
   * @param title number and, if it has one, name
   * @param bytes of its code
   */
  public record LargestFunction(String title, int bytes) {}
}
