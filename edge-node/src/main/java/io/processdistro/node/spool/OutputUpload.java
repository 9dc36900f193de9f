package io.processdistro.node.spool;

import io.processdistro.common.values.Output;
import io.vertx.core.Future;
import java.nio.file.Path;

/** Brings large outputs to the controller. */
@FunctionalInterface
public interface OutputUpload {
  /**
   * Ends when the controller has the blob; fails after its own bounded number of attempts. Doing it
   * again for a blob that is there is cheap.
   */
  Future<?> upload(Output.Blob output, Path file);
}
