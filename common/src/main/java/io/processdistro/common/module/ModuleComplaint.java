package io.processdistro.common.module;

/**
 * One thing that is wrong with a module. All texts are safe to show: what the module chose itself
 * is escaped and bounded.
 *
 * @param what what is wrong, where, and what is allowed: a sentence without its full stop
 * @param fix what its author can do: a sentence without its full stop, empty if nothing can be said
 */
public record ModuleComplaint(ComplaintKind kind, String what, String fix) {
  /** Both sentences, for people. */
  public String sentence() {
    return fix.isEmpty() ? what : what + "; " + fix;
  }
}
