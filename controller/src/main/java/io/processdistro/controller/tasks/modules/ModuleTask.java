package io.processdistro.controller.tasks.modules;

import com.fasterxml.jackson.databind.JsonNode;
import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestedModule;
import io.processdistro.common.module.ModuleFacts;
import io.processdistro.common.module.ModuleLimits;
import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.module.WasiFunction;
import io.processdistro.common.values.Phase;
import io.processdistro.common.wire.WireLimits;
import io.processdistro.controller.tasks.Cut;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.SubmittedModule;
import io.processdistro.controller.tasks.TaskBlobs;
import io.processdistro.controller.tasks.TaskDescription;
import io.processdistro.controller.tasks.TaskType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** Jobs of users' own modules: split, execute, merge. */
public final class ModuleTask implements TaskType {
  public static final String NAME = "module";
  static final String INPUT = "input";

  private final ModuleCeilings ceilings;
  private final ModuleCheck check;
  private final ModuleRegistry registry;

  public ModuleTask(ModuleCeilings ceilings, ModuleRegistry registry) {
    this.ceilings = ceilings;
    this.check = new ModuleCheck(ceilings);
    this.registry = registry;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public TaskDescription describe() {
    return new TaskDescription(
        NAME,
        "runs a WebAssembly module of your own over an input",
        List.of(),
        List.of(new TaskDescription.Input(INPUT, true, "what the tasks read, cut into chunks")),
        List.of(ResultFormat.BIN, ResultFormat.TAR));
  }

  @Override
  public JobPlan plan(JobRequest request, TaskBlobs blobs) throws InvalidJobException, IOException {
    var submitted =
        request
            .module()
            .orElseThrow(
                () ->
                    new InvalidJobException(
                        ErrorCode.INVALID_REQUEST,
                        "module",
                        "a job of the type module needs a module",
                        "PUT it to /v1/modules and name it in module.sha256"));
    var limits = JobWalls.of(submitted.request().limits(), ceilings);
    var bytes = read(submitted);
    var listed = check.listed(bytes);
    registry.seen(listed);
    requireFree(listed);
    var module = check.forJob(bytes, limits.memoryBytesMax(), limits.fuel() > 0);
    var phases = JobPhases.of(submitted.request(), module.facts());
    var cut = phases.contains(Phase.SPLIT) ? new Cut.ByModule() : submitted.request().cut();
    var input = onlyInput(request);
    var pieces =
        InputCutter.cut(input, cut instanceof Cut.ByModule ? new Cut.Whole() : cut, ceilings);
    var job =
        new ModuleJob(
            blobs.put(ByteBuffer.wrap(module.bytes())),
            listed.hash(),
            phases,
            JobWalls.fitted(limits, module.facts()),
            params(request.params(), module),
            usesRandomness(module.facts()),
            format(request.outputFormat(), phases.contains(Phase.MERGE)),
            pieces.names(),
            ceilings);
    var phase = cut instanceof Cut.ByModule ? Phase.SPLIT : Phase.EXECUTE;
    var chunks = InputChunks.of(input, pieces.spans(), blobs);
    return new ModulePlan(job, new Stage.OfChunks(0, phase, chunks), blobs);
  }

  private static byte[] read(SubmittedModule module) throws InvalidJobException, IOException {
    if (module.blob().lengthBytes() > ModuleLimits.MODULE_BYTES_MAX) {
      throw new InvalidJobException(
          ErrorCode.MODULE_INVALID,
          "module",
          "the module has "
              + module.blob().lengthBytes()
              + " bytes, at most "
              + ModuleLimits.MODULE_BYTES_MAX
              + " are allowed",
          "");
    }
    return Files.readAllBytes(module.blob().path());
  }

  private void requireFree(IngestedModule module) throws InvalidJobException {
    var reason = registry.quarantineReason(module.hash());
    if (reason.isEmpty()) return;
    throw new InvalidJobException(
        ErrorCode.MODULE_QUARANTINED,
        "module",
        "the module " + module.hash().brief() + " is quarantined: " + reason.get(),
        "change the module; or, if it is innocent, controller modules release "
            + module.hash().brief());
  }

  private static InputBlob onlyInput(JobRequest request) throws InvalidJobException {
    var input = request.inputs().get(INPUT);
    if (input != null && request.inputs().size() == 1) return input;
    throw new InvalidJobException(
        ErrorCode.INVALID_INPUT,
        "inputs",
        "a module has exactly one input, of the name " + INPUT,
        "--input FILE or --input-dir DIRECTORY");
  }

  private static String params(JsonNode params, IngestedModule module) throws InvalidJobException {
    if (params.isEmpty()) return "";
    if (module.facts().shape() == ModuleShape.NATIVE) {
      throw new InvalidJobException(
          ErrorCode.INVALID_PARAMETER,
          "params",
          "a native module is given its input and nothing else",
          "put the parameters into the input, or build the module as a WASI command, which gets"
              + " them as argv[2]");
    }
    var text = params.toString();
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes <= WireLimits.PARAMS_BYTES_MAX && text.indexOf('\0') < 0) return text;
    throw new InvalidJobException(
        ErrorCode.INVALID_PARAMETER,
        "params",
        "params have at most " + WireLimits.PARAMS_BYTES_MAX + " bytes as JSON, was " + bytes,
        "put what is long into the input");
  }

  /** The random bytes that a guest is given follow from its job's id. */
  private static boolean usesRandomness(ModuleFacts facts) {
    return facts.imports().stream()
        .anyMatch(wanted -> wanted.name().equals(WasiFunction.RANDOM_GET.importName()));
  }

  private static ResultFormat format(Optional<String> wished, boolean merges)
      throws InvalidJobException {
    if (wished.isEmpty() || wished.get().equals(ResultFormat.BIN.extension())) {
      return ResultFormat.BIN;
    }
    if (!wished.get().equals(ResultFormat.TAR.extension())) {
      throw new InvalidJobException(
          ErrorCode.INVALID_PARAMETER,
          "output_format",
          "output_format of a module's job is bin (all results in one) or tar (a file for each)",
          "");
    }
    if (merges) {
      throw new InvalidJobException(
          ErrorCode.INVALID_PARAMETER,
          "output_format",
          "the module merges its results into one, so there are no files to write",
          "name a file as --output, or leave merge out with --phases execute");
    }
    return ResultFormat.TAR;
  }
}
