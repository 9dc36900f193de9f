package io.processdistro.controller.security;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One thing that somebody did, or was kept from doing. Must hold no secret.
 *
 * @param who the principal, as {@link Principal#toString}; {@link #NOBODY} before it is known
 * @param address the peer's, without its port; {@link #NOBODY} for the controller itself
 * @param details further facts by name, such as the id of a job; values are cut at {@value
 *     #DETAIL_LENGTH_MAX} characters
 */
public record AuditEvent(AuditKind kind, String who, String address, Map<String, String> details) {
  public static final String NOBODY = "-";
  static final int DETAIL_LENGTH_MAX = 300;

  public AuditEvent {
    var cut = new TreeMap<String, String>();
    details.forEach(
        (name, value) ->
            cut.put(name, value.substring(0, Math.min(DETAIL_LENGTH_MAX, value.length()))));
    details = Collections.unmodifiableMap(cut);
  }

  /** What the controller did of itself. */
  public static AuditEvent ofController(AuditKind kind, Map<String, String> details) {
    return new AuditEvent(kind, NOBODY, NOBODY, details);
  }
}
