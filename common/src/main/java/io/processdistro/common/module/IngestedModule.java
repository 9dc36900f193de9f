package io.processdistro.common.module;

import io.processdistro.common.values.ContentHash;
import java.util.List;

/**
 * A module that may be stored and run.
 *
 * @param bytes the rewritten module; ingesting it again gives the same bytes. Not to be changed.
 * @param hash of {@code bytes}: the module's name everywhere
 * @param warnings sentences for its author, about what works but not well
 */
public record IngestedModule(
    byte[] bytes, ContentHash hash, ModuleFacts facts, List<String> warnings) {
  public IngestedModule {
    warnings = List.copyOf(warnings);
  }
}
