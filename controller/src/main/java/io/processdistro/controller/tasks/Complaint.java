package io.processdistro.controller.tasks;

/**
 * One of several things that are wrong with what was sent. Both texts are safe to show.
 *
 * @param fix what to do about it; empty if nothing can be said
 */
public record Complaint(String what, String fix) {}
