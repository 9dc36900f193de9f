package io.processdistro.controller.api.http;

import java.util.Locale;

/** Words of closed vocabularies, as the API writes them. */
public final class ApiNames {
  private ApiNames() {}

  /** In lower case: {@code no_nodes} for {@code NO_NODES}. */
  public static String nameOf(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
