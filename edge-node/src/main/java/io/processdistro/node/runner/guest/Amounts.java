package io.processdistro.node.runner.guest;

import java.util.Locale;

/** Limits as people write them: "256 MiB", "2 s", "250 ms". */
public final class Amounts {
  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;

  private Amounts() {}

  public static String bytes(long bytes) {
    if (bytes >= MIB && bytes % MIB == 0) return bytes / MIB + " MiB";
    if (bytes >= KIB && bytes % KIB == 0) return bytes / KIB + " KiB";
    return bytes + " bytes";
  }

  public static String millis(long millis) {
    if (millis < 1_000) return millis + " ms";
    return millis % 1_000 == 0
        ? millis / 1_000 + " s"
        : String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
  }
}
