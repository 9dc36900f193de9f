package io.processdistro.common.module.corpus;

import io.processdistro.common.module.ComplaintKind;

/**
 * One entry of the corpus.
 *
 * @param name a few words, unique, that tests are named by
 */
public record HostileModule(String name, byte[] bytes, Verdict verdict) {
  static HostileModule refused(String name, byte[] bytes, ComplaintKind kind, String says) {
    return new HostileModule(name, bytes, new Verdict.Refused(kind, says));
  }

  static HostileModule contained(String name, byte[] bytes, Wall wall) {
    return new HostileModule(name, bytes, new Verdict.Contained(wall));
  }

  @Override
  public String toString() {
    return name;
  }
}
