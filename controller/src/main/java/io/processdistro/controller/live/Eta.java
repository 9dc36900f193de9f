package io.processdistro.controller.live;

/** When a job will be done, from now on. */
public record Eta(double lowSeconds, double highSeconds) {}
