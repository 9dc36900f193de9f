package io.processdistro.node.supervisor;

/**
 * How processes for users' modules are started.
 *
 * @param commands their command lines
 * @param wrapper what this system offers to keep them small
 */
public record UserRunners(
    PrivateJvmLauncher.CommandForHeap commands, ProcessWrapper wrapper, RunnerPoolLimits limits) {}
