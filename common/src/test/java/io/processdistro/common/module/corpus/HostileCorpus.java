package io.processdistro.common.module.corpus;

import java.util.List;
import java.util.stream.Stream;

/** All hostile modules; built anew at each call. */
public final class HostileCorpus {
  private HostileCorpus() {}

  public static List<HostileModule> all() {
    return Stream.of(
            OtherFiles.all(),
            BrokenSections.all(),
            CountBombs.all(),
            UnsupportedFeatures.all(),
            InvalidCode.all(),
            RefusedImports.all(),
            WrongExports.all(),
            MemoryHogs.all(),
            ProcessorHogs.all(),
            Trapping.all(),
            LyingGuests.all(),
            WasiCommands.all(),
            Deterministic.all())
        .flatMap(List::stream)
        .toList();
  }
}
