package io.processdistro.node.runner.guest;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.text.Amounts;
import java.util.Optional;
import java.util.function.Supplier;
import org.graalvm.polyglot.PolyglotException;

/**
 * Says in plain words what a guest died of. Texts of the engine may hold guest-chosen strings, so
 * they are cleaned and bounded; what our own code throws inside of a call is never shown.
 */
public final class GuestFailures {
  private static final String TRAP_OF_STACK = "call stack exhausted";
  private static final String TRAP_ON_PURPOSE = "unreachable";

  /** A guest whose next growth is refused has usually less left than this share of the limit. */
  private static final int MEMORY_NEARLY_FULL_SHARE = 8;

  private final Supplier<byte[]> module;

  /**
   * @param module its bytes, asked for only if a function has to be named
   */
  public GuestFailures(Supplier<byte[]> module) {
    this.module = module;
  }

  /**
   * @param guest empty if it was not even linked
   * @param memoryBytesMax the task's limit
   */
  public GuestFault faultOf(PolyglotException e, Optional<Guest> guest, long memoryBytesMax) {
    if (e.isHostException()) return faultOfHost(e.asHostException());
    var text = PrintableText.of(e.getMessage());
    if (e.isInternalError()) {
      return new GuestFault(ErrorCode.INTERNAL_ERROR, "the engine failed: " + text);
    }
    if (text.equals(TRAP_OF_STACK) || e.isResourceExhausted() && text.contains("tack")) {
      return new GuestFault(
          ErrorCode.STACK_EXCEEDED, "stack limit: the task's calls are nested too deep" + where(e));
    }
    if (e.isResourceExhausted()) {
      return new GuestFault(
          ErrorCode.MEMORY_EXCEEDED, "the task used up a resource: " + text + where(e));
    }
    if (e.isSyntaxError()) return GuestFault.ofModule("the module is not valid: " + text);
    var trap = "trap: " + text + where(e);
    if (text.equals(TRAP_ON_PURPOSE) && guest.isPresent()) {
      long bytes = guest.get().memory().sizeBytes();
      if (bytes > memoryBytesMax - memoryBytesMax / MEMORY_NEARLY_FULL_SHARE) {
        return new GuestFault(
            ErrorCode.MEMORY_EXCEEDED,
            "memory limit %s: the task had taken %d bytes and gave up, %s"
                .formatted(Amounts.exactBytes(memoryBytesMax), bytes, trap));
      }
    }
    return new GuestFault(ErrorCode.GUEST_TRAP, trap);
  }

  private static GuestFault faultOfHost(Throwable thrown) {
    return switch (thrown) {
      case GuestEnd.AtFault end -> end.fault();
      case GuestEnd.DiskFailed end -> faultOfDisk(end.getMessage());
      case GuestEnd.Exited end ->
          new GuestFault(ErrorCode.GUEST_ERROR_CODE, "the task ended itself in its start function");
      case StackOverflowError overflow ->
          new GuestFault(
              ErrorCode.STACK_EXCEEDED, "stack limit: the task's calls are nested too deep");
      case Throwable other ->
          new GuestFault(
              ErrorCode.INTERNAL_ERROR,
              "a function that the task called failed: " + other.getClass().getSimpleName());
    };
  }

  public static GuestFault faultOfDisk(String message) {
    return new GuestFault(
        ErrorCode.TRANSFER_FAILED, "input or output on the node's disk: " + message);
  }

  private String where(PolyglotException e) {
    for (var frame : e.getPolyglotStackTrace()) {
      if (frame.isGuestFrame() && frame.getRootName() != null) {
        return " in function " + FunctionNumbers.of(module.get()).describe(frame.getRootName());
      }
    }
    return "";
  }
}
