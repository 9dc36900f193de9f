package io.processdistro.controller.api.view;

/**
 * @param status ok or unavailable
 * @param reason why it is unavailable; null when ok
 */
public record HealthView(String status, String reason) {}
