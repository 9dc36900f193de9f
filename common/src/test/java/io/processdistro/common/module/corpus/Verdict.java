package io.processdistro.common.module.corpus;

import io.processdistro.common.module.ComplaintKind;

/** What has to become of a hostile module. */
public sealed interface Verdict {
  /**
   * Ingest refuses it.
   *
   * @param says what the message has to contain
   */
  record Refused(ComplaintKind kind, String says) implements Verdict {}

  /** Ingest admits it, because nothing can be seen from outside; running it hits a wall. */
  record Contained(Wall wall) implements Verdict {}
}
