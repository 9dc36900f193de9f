package io.processdistro.node.runner.guest;

import io.processdistro.common.values.Output;
import java.io.IOException;
import java.util.Optional;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.proxy.ProxyObject;

/** How a module of one shape is given its input and asked for its output: one task, one use. */
public interface GuestProgram extends AutoCloseable {
  /** The functions that it may call; empty if it may not even ask. */
  Optional<ProxyObject> imports();

  /** The guest is linked; nothing of it was called yet but a start function. */
  void linked(Guest guest);

  /**
   * Runs the guest from input to output.
   *
   * @throws PolyglotException if it traps or is stopped
   * @throws IOException if the node's disk fails
   */
  Output run(Guest guest, KernelClock clock) throws GuestFault, IOException;

  /** What it wrote to its log, bounded and escaped. */
  String log();

  @Override
  void close() throws IOException;
}
