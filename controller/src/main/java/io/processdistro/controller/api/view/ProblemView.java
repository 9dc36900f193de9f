package io.processdistro.controller.api.view;

/**
 * The body of every refusal ({@code application/problem+json}).
 *
 * @param code an {@link io.processdistro.common.errors.ErrorCode}'s name
 * @param detail one sentence: what was wrong
 * @param hint what to do; may be null
 * @param field the field at fault, such as {@code params.size}; may be null
 */
public record ProblemView(
    String type, String title, int status, String code, String detail, String hint, String field) {}
