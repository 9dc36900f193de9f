package io.processdistro.controller.jobs;

import io.processdistro.common.wire.WireLimits;

/**
 * Bounds and escapes what a guest wrote. Nodes do so already; but a report comes from outside, and
 * its text goes to terminals.
 */
final class GuestLog {
  private GuestLog() {}

  /** Line ends and tabs stay; other control characters are shown as a question mark. */
  static String bounded(String log) {
    int length = Math.min(log.length(), WireLimits.TEXT_BYTES_MAX);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      char c = log.charAt(i);
      boolean plain = c == '\n' || c == '\t' || !isHarmful(c);
      text.append(plain ? c : '?');
    }
    return text.toString();
  }

  /** Control characters, and those that change the direction of what follows. */
  private static boolean isHarmful(char c) {
    return Character.isISOControl(c) || Character.getType(c) == Character.FORMAT;
  }
}
