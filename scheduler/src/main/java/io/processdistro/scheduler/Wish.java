package io.processdistro.scheduler;

/** What operator or owner want of a node, whatever state its connection is in. */
enum Wish {
  WORK,
  DRAIN,
  PAUSE;

  NodeCause heard() {
    return switch (this) {
      case WORK -> NodeCause.HEARD;
      case DRAIN -> NodeCause.HEARD_DRAINING;
      case PAUSE -> NodeCause.HEARD_PAUSED;
    };
  }
}
