package io.processdistro.controller.cli.module;

import io.processdistro.common.module.ModuleComplaint;
import io.processdistro.common.module.ModuleReport;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.Phase;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code task inspect -o json} prints.
 *
 * @param accepted the verdict
 * @param module hash of what a job of these limits runs; null if it was refused
 * @param listedAs hash under which a controller with default ceilings lists it; null if refused
 * @param rewrittenBytes null if it was refused
 * @param phases null if it was refused, or is a WASI command, which cannot say
 * @param contents null if the file cannot be read as a module
 * @param complaints empty if it was accepted
 */
record InspectionJson(
    boolean accepted,
    String module,
    String listedAs,
    long bytes,
    Integer rewrittenBytes,
    List<String> phases,
    Contents contents,
    List<String> warnings,
    List<Complaint> complaints) {
  /**
   * @param shape native, wasi_command or null
   */
  record Contents(
      String shape,
      List<Import> imports,
      List<Export> exports,
      List<Size> memoryPages,
      List<Size> tableElements,
      int functions,
      LargestFunction largestFunction) {}

  /**
   * @param refusal null if it is allowed
   */
  record Import(String module, String name, String type, boolean allowed, Complaint refusal) {}

  record Export(String name, String type) {}

  /**
   * @param declaredMax null if there is none
   * @param rewrittenMax what becomes of it
   */
  record Size(long min, Long declaredMax, long rewrittenMax) {}

  record LargestFunction(String title, int bytes) {}

  record Complaint(String kind, String what, String fix) {
    private static Complaint of(ModuleComplaint complaint) {
      return new Complaint(
          complaint.kind().name().toLowerCase(Locale.ROOT), complaint.what(), complaint.fix());
    }
  }

  static InspectionJson of(ModuleReport report, Optional<ContentHash> listed) {
    var contents = report.contents().map(InspectionJson::contents).orElse(null);
    var listedAs = listed.map(ContentHash::toString).orElse(null);
    return switch (report.verdict()) {
      case ModuleReport.Verdict.Accepted(var module) ->
          new InspectionJson(
              true,
              module.hash().toString(),
              listedAs,
              report.bytes(),
              module.bytes().length,
              module.facts().phasesKnown()
                  ? module.facts().phases().stream().sorted().map(Phase::exportName).toList()
                  : null,
              contents,
              module.warnings(),
              List.of());
      case ModuleReport.Verdict.Refused(var complaints) ->
          new InspectionJson(
              false,
              null,
              listedAs,
              report.bytes(),
              null,
              null,
              contents,
              List.of(),
              complaints.stream().map(Complaint::of).toList());
    };
  }

  private static Contents contents(ModuleReport.Contents contents) {
    return new Contents(
        contents.shape().map(shape -> shape.name().toLowerCase(Locale.ROOT)).orElse(null),
        contents.imports().stream().map(InspectionJson::describe).toList(),
        contents.exports().stream().map(one -> new Export(one.name(), one.type())).toList(),
        sizes(contents.memories()),
        sizes(contents.tables()),
        contents.functions(),
        contents.largest().map(one -> new LargestFunction(one.title(), one.bytes())).orElse(null));
  }

  private static Import describe(ModuleReport.Import entry) {
    return new Import(
        entry.module(),
        entry.name(),
        entry.type(),
        entry.refusal().isEmpty(),
        entry.refusal().map(Complaint::of).orElse(null));
  }

  private static List<Size> sizes(List<ModuleReport.Size> sizes) {
    return sizes.stream()
        .map(
            one ->
                new Size(
                    one.min(),
                    one.declaredMax().isPresent() ? one.declaredMax().getAsLong() : null,
                    one.allowedMax()))
        .toList();
  }
}
