package io.processdistro.controller.tasks;

/**
 * What the outputs so far lead to: the job's line of grains is longer from now on.
 *
 * @param grains length of the whole line
 * @param open more may follow
 * @param costClass of the new grains, as {@link JobPlan#costClass}
 */
public record Growth(long grains, boolean open, String costClass) {}
