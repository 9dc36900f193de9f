package io.processdistro.common.module;

/** How much memory an instance gets. */
final class MemoryLimit {
  private static final int MEBIBYTE_PAGES = (1 << 20) / ModuleLimits.PAGE_BYTES;

  private MemoryLimit() {}

  /**
   * What the module declares, its maximum brought down to what is allowed.
   *
   * @throws ModuleRefusedException if it starts with more than that
   */
  static MemoryPages of(Declarations declarations, IngestRules rules)
      throws ModuleRefusedException {
    var declared = declarations.memories().getFirst();
    if (declared.min() > rules.memoryPagesMax()) {
      throw ModuleRefusedException.of(
          ComplaintKind.LIMIT_EXCEEDED,
          "the module starts with %s of memory, at most %s are allowed"
              .formatted(size(declared.min()), size(rules.memoryPagesMax())),
          "reduce its data and its stack, or ask for more with --memory");
    }
    return new MemoryPages((int) declared.min(), (int) declared.maxWithin(rules.memoryPagesMax()));
  }

  private static String size(long pages) {
    return pages % MEBIBYTE_PAGES == 0
        ? pages / MEBIBYTE_PAGES + " MiB"
        : pages * (ModuleLimits.PAGE_BYTES >> 10) + " KiB";
  }
}
