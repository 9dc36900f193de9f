package io.processdistro.controller.api.content;

import io.processdistro.common.module.ModuleShape;
import io.processdistro.common.values.Phase;
import io.processdistro.controller.api.http.ApiNames;
import io.processdistro.controller.api.view.ModuleJson;
import io.processdistro.controller.store.ModuleRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** Shows modules. */
final class ModuleJsons {
  private ModuleJsons() {}

  /**
   * @param shown which kills are to be seen
   */
  static ModuleJson of(ModuleRecord module, Predicate<ModuleRecord.Kill> shown) {
    var facts = module.facts();
    return new ModuleJson(
        module.hash().toString(),
        module.quarantinedAt().isPresent() ? "quarantined" : "free",
        ApiNames.nameOf(facts.shape()),
        phases(facts),
        facts.lengthBytes(),
        facts.memoryBytesMin(),
        facts.memoryBytesMax(),
        facts.functions(),
        facts.imports(),
        facts.exports(),
        facts.warnings(),
        module.usedAt().toString(),
        module.quarantinedAt().map(Instant::toString).orElse(null),
        module.kills().stream().filter(shown).map(ModuleJsons::of).toList());
  }

  private static List<String> phases(ModuleRecord.Facts facts) {
    if (facts.shape() == ModuleShape.WASI_COMMAND) return null;
    return facts.phases().stream().sorted().map(Phase::exportName).toList();
  }

  private static ModuleJson.Kill of(ModuleRecord.Kill kill) {
    return new ModuleJson.Kill(
        kill.job().text(), kill.node().text(), kill.at().toString(), kill.message(), kill.log());
  }
}
