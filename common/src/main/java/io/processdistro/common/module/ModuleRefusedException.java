package io.processdistro.common.module;

import io.processdistro.common.errors.ErrorCode;
import java.util.List;

/**
 * The module is refused. Its message is one line for people: the first complaint, and how many more
 * there are. No byte of the module is in it unescaped.
 */
public final class ModuleRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<ModuleComplaint> complaints;

  /**
   * @param complaints at least one, the most important one first
   */
  public ModuleRefusedException(List<ModuleComplaint> complaints) {
    super(message(complaints), null, false, false);
    this.complaints = List.copyOf(complaints);
  }

  static ModuleRefusedException of(ComplaintKind kind, String what, String fix) {
    return new ModuleRefusedException(List.of(new ModuleComplaint(kind, what, fix)));
  }

  public List<ModuleComplaint> complaints() {
    return complaints;
  }

  public ErrorCode code() {
    return switch (complaints.getFirst().kind()) {
      case IMPORT_REFUSED -> ErrorCode.IMPORT_FORBIDDEN;
      case NOT_A_MODULE,
          MALFORMED,
          INVALID,
          LIMIT_EXCEEDED,
          FEATURE_UNSUPPORTED,
          EXPORT_MISSING,
          NAME_RESERVED ->
          ErrorCode.MODULE_INVALID;
    };
  }

  private static String message(List<ModuleComplaint> complaints) {
    var first = complaints.getFirst().sentence();
    int more = complaints.size() - 1;
    return more == 0 ? first : first + " (and " + more + " more)";
  }
}
