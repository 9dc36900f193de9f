package io.processdistro.node.supervisor;

import java.io.IOException;

/** Starts runner processes. */
@FunctionalInterface
public interface RunnerLauncher {
  /** Starts one, with its three standard streams as pipes. Blocks for some milliseconds. */
  Process launch() throws IOException;
}
