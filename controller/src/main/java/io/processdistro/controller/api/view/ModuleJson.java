package io.processdistro.controller.api.view;

import java.util.List;

/**
 * A user's module as the API shows it; fields as in openapi.yaml, times RFC 3339.
 *
 * @param sha256 by which jobs name it
 * @param shape {@code native} or {@code wasi_command}
 * @param phases that it exports; null for a WASI command, which cannot say
 * @param state {@code free} or {@code quarantined}
 * @param kills what is held against it
 */
public record ModuleJson(
    String sha256,
    String state,
    String shape,
    List<String> phases,
    long bytes,
    long memoryBytesMin,
    long memoryBytesMax,
    int functions,
    List<String> imports,
    List<String> exports,
    List<String> warnings,
    String usedAt,
    String quarantinedAt,
    List<Kill> kills) {

  public record Kill(String job, String node, String at, String message, String log) {}

  public record Page(List<ModuleJson> modules) {}
}
