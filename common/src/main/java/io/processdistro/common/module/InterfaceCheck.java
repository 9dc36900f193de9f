package io.processdistro.common.module;

import io.processdistro.common.values.Phase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges what a module shows to its host and wants from it. Collects all complaints, so that an
 * author sees every refused import at once.
 */
final class InterfaceCheck {
  private static final String MEMORY = "memory";
  private static final String ALLOCATE = "alloc";
  static final String COMMAND_ENTRY = "_start";
  private static final String REACTOR_ENTRY = "_initialize";
  private static final Signature ALLOCATE_SIGNATURE =
      new Signature(List.of(ValueType.I32), List.of(ValueType.I32));
  private static final Signature PHASE_SIGNATURE =
      new Signature(List.of(ValueType.I32, ValueType.I32), List.of(ValueType.I64));
  private static final Signature NOTHING = new Signature(List.of(), List.of());

  private final Declarations declarations;
  private final List<ModuleComplaint> complaints = new ArrayList<>();

  private InterfaceCheck(Declarations declarations) {
    this.declarations = declarations;
  }

  /** What the module can be used as. */
  record Verdict(ModuleShape shape, Set<Phase> phases, List<ModuleImport> imports) {}

  static Verdict judge(Declarations declarations) throws ModuleRefusedException {
    return new InterfaceCheck(declarations).judge();
  }

  private Verdict judge() throws ModuleRefusedException {
    requireDistinctExports();
    var shape = shape();
    checkImports(shape);
    checkExports(shape);
    if (!complaints.isEmpty()) throw new ModuleRefusedException(complaints);
    var phases = shape == ModuleShape.NATIVE ? exportedPhases() : EnumSet.noneOf(Phase.class);
    return new Verdict(shape, phases, moduleImports());
  }

  private void requireDistinctExports() throws ModuleRefusedException {
    var seen = new HashSet<String>();
    for (var export : declarations.exports()) {
      if (!seen.add(export.name())) {
        throw ModuleRefusedException.of(
            ComplaintKind.INVALID,
            "the module exports " + EscapedText.quoted(export.name()) + " twice",
            "the tool that made the module is at fault: update it");
      }
    }
  }

  private ModuleShape shape() {
    return function(Phase.EXECUTE.exportName()).isEmpty() && function(COMMAND_ENTRY).isPresent()
        ? ModuleShape.WASI_COMMAND
        : ModuleShape.NATIVE;
  }

  private void checkImports(ModuleShape shape) {
    for (var entry : declarations.imports()) {
      ImportWhitelist.complaint(entry, declarations, shape).ifPresent(complaints::add);
    }
  }

  private void checkExports(ModuleShape shape) {
    for (var export : declarations.exports()) {
      if (export.name().startsWith(FuelExports.RESERVED_PREFIX)) {
        complaints.add(
            new ModuleComplaint(
                ComplaintKind.NAME_RESERVED,
                "the module exports "
                    + EscapedText.quoted(export.name())
                    + ", but names that begin with \""
                    + FuelExports.RESERVED_PREFIX
                    + "\" are reserved",
                "rename it"));
      }
    }
    switch (shape) {
      case NATIVE -> checkNativeExports();
      case WASI_COMMAND -> {
        requireMemory();
        requireFunction(COMMAND_ENTRY, NOTHING, "");
      }
    }
  }

  private void checkNativeExports() {
    if (function(Phase.EXECUTE.exportName()).isEmpty()) {
      complaints.add(
          new ModuleComplaint(
              ComplaintKind.EXPORT_MISSING,
              "the module exports neither \"execute\" (native shape) nor \"_start\" (WASI command)",
              function(REACTOR_ENTRY).isPresent()
                  ? "it is built as a library (WASI reactor): build it as a program with a main"
                  : "export "
                      + Phase.EXECUTE.exportName()
                      + PHASE_SIGNATURE
                      + " and alloc"
                      + ALLOCATE_SIGNATURE
                      + ", or build a program with a main"));
      return;
    }
    requireMemory();
    requireFunction(ALLOCATE, ALLOCATE_SIGNATURE, "it is where the input is put");
    for (var phase : exportedPhases()) requireFunction(phase.exportName(), PHASE_SIGNATURE, "");
    if (function(REACTOR_ENTRY).isPresent()) {
      complaints.add(
          new ModuleComplaint(
              ComplaintKind.INVALID,
              "the module exports \"_initialize\", which nobody would call",
              "have it run as the start function (AssemblyScript: without --exportStart; clang:"
                  + " -Wl,--no-entry without -mexec-model=reactor)"));
    }
  }

  private void requireMemory() {
    for (var export : declarations.exports()) {
      if (export.name().equals(MEMORY) && export.kind() == ExternalKind.MEMORY) return;
    }
    complaints.add(
        new ModuleComplaint(
            ComplaintKind.EXPORT_MISSING,
            "the module exports no memory named \"memory\"",
            "export it under this name (wasm-ld does so unless told otherwise)"));
  }

  private void requireFunction(String name, Signature expected, String why) {
    var function = function(name);
    if (function.isEmpty()) {
      complaints.add(
          new ModuleComplaint(
              ComplaintKind.EXPORT_MISSING,
              "the module exports no function named \"" + name + "\"",
              "export " + name + expected + (why.isEmpty() ? "" : ": " + why)));
      return;
    }
    var actual = declarations.signature(function.get());
    if (actual.equals(expected)) return;
    complaints.add(
        new ModuleComplaint(
            ComplaintKind.EXPORT_MISSING,
            "the exported function \"" + name + "\" is " + actual + " instead of " + expected,
            "give it this type"));
  }

  private Set<Phase> exportedPhases() {
    var phases = EnumSet.noneOf(Phase.class);
    for (var phase : Phase.values()) {
      if (function(phase.exportName()).isPresent()) phases.add(phase);
    }
    return phases;
  }

  private Optional<Integer> function(String name) {
    return declarations.exports().stream()
        .filter(export -> export.kind() == ExternalKind.FUNCTION && export.name().equals(name))
        .map(ExportEntry::index)
        .findFirst();
  }

  private List<ModuleImport> moduleImports() {
    return declarations.imports().stream()
        .map(
            entry ->
                new ModuleImport(
                    entry.module(), entry.name(), declarations.types().get(entry.typeIndex())))
        .toList();
  }
}
