package io.processdistro.controller.top;

/** How a line of the screen looks; states differ by their words too. */
enum Style {
  NORMAL(""),
  HEADING("\u001b[1m"),
  GOOD("\u001b[32m"),
  BUSY("\u001b[36m"),
  DOUBTFUL("\u001b[33m"),
  BAD("\u001b[31m"),
  FAINT("\u001b[2m");

  static final String END = "\u001b[0m";

  private final String begin;

  Style(String begin) {
    this.begin = begin;
  }

  String begin() {
    return begin;
  }

  static Style ofState(String state) {
    return switch (state) {
      case "ready", "completed" -> GOOD;
      case "running" -> BUSY;
      case "draining", "paused", "suspect", "pending", "full" -> DOUBTFUL;
      case "lost", "failed", "cancelled" -> BAD;
      default -> NORMAL;
    };
  }
}
