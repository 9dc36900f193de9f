package io.processdistro.node.runner;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.Outcome;
import org.graalvm.polyglot.PolyglotException;

/**
 * Says in plain words what a guest died of. Texts of the engine may hold guest-chosen strings, so
 * they are cleaned and bounded.
 */
final class GuestFailures {
  private GuestFailures() {}

  static Outcome.Failed outcomeOf(PolyglotException e) {
    var text = PrintableText.of(e.getMessage());
    if (e.isInternalError()) {
      return failed(ErrorCode.INTERNAL_ERROR, "the engine failed: " + text);
    }
    if (e.isResourceExhausted()) {
      return text.contains("tack")
          ? failed(ErrorCode.STACK_EXCEEDED, "the task used up its stack")
          : failed(ErrorCode.MEMORY_EXCEEDED, "the task used up a resource: " + text);
    }
    if (e.isSyntaxError()) {
      return failed(ErrorCode.MODULE_INVALID, "the module is not valid: " + text);
    }
    return failed(ErrorCode.GUEST_TRAP, "trap: " + text + where(e));
  }

  private static String where(PolyglotException e) {
    for (var frame : e.getPolyglotStackTrace()) {
      if (frame.isGuestFrame()) return " in function " + PrintableText.of(frame.getRootName());
    }
    return "";
  }

  private static Outcome.Failed failed(ErrorCode code, String message) {
    return new Outcome.Failed(code, message, "");
  }
}
