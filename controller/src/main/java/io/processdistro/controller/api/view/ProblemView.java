package io.processdistro.controller.api.view;

import java.util.List;

/**
 * The body of every refusal ({@code application/problem+json}).
 *
 * @param code an {@link io.processdistro.common.errors.ErrorCode}'s name
 * @param detail one sentence: what was wrong
 * @param hint what to do; may be null
 * @param field the field at fault, such as {@code params.size}; may be null
 * @param complaints everything that is wrong with a module; null for other refusals
 */
public record ProblemView(
    String type,
    String title,
    int status,
    String code,
    String detail,
    String hint,
    String field,
    List<Complaint> complaints) {

  /**
   * @param fix what to do about it; may be empty
   */
  public record Complaint(String what, String fix) {}
}
