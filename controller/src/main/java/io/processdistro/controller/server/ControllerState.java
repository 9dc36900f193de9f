package io.processdistro.controller.server;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateDirectory;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.security.AccessToken;
import io.processdistro.controller.security.FileTokenStore;
import io.processdistro.controller.security.TokenStore;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.BlobStoreLimits;
import io.processdistro.controller.store.FileBlobStore;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.tasks.builtin.BuiltInTasks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What a controller has on disk, opened and locked. All calls block.
 *
 * @param epoch one more than at the last start, so that leases are never mistaken for older ones
 */
record ControllerState(
    StateDirectory directory,
    AccessToken token,
    TokenStore tokens,
    long epoch,
    BlobStore blobs,
    ResultFiles results)
    implements AutoCloseable {
  private static final String ROLE = "controller";
  private static final String EPOCH_FILE = "epoch";
  private static final String TOKENS_FILE = "tokens.json";

  /**
   * @throws StateException if another controller has the directory, or it cannot be used
   */
  static ControllerState open(Path stateDirectory, BlobStoreLimits limits) throws StateException {
    var directory = StateDirectory.open(stateDirectory, ROLE);
    try {
      var path = directory.path();
      var blobs = FileBlobStore.open(path.resolve("blobs"), limits, System::nanoTime);
      BuiltInTasks.storeModules(blobs::put).forEach(blobs::pin);
      var random = new SecureRandom();
      return new ControllerState(
          directory,
          AccessToken.loadOrCreate(path, random),
          FileTokenStore.open(path.resolve(TOKENS_FILE), InstantSource.system(), random),
          nextEpoch(path.resolve(EPOCH_FILE)),
          blobs,
          ResultFiles.open(path.resolve("results")));
    } catch (IOException e) {
      directory.close();
      throw new StateException(
          "cannot use the state directory "
              + stateDirectory
              + ": "
              + e.getMessage()
              + "; give another one with --state-dir",
          e);
    } catch (StateException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static long nextEpoch(Path file) throws StateException {
    long epoch = Files.exists(file) ? parse(file) + 1 : 1;
    PrivateFiles.write(file, Long.toString(epoch).getBytes(StandardCharsets.US_ASCII));
    return epoch;
  }

  private static long parse(Path file) throws StateException {
    var text = new String(PrivateFiles.read(file), StandardCharsets.US_ASCII).strip();
    try {
      long epoch = Long.parseLong(text);
      if (epoch >= 1 && epoch < Long.MAX_VALUE) return epoch;
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new StateException(
        file + " does not hold the number of the last start; delete the directory to begin anew");
  }

  @Override
  public void close() {
    blobs.close();
    directory.close();
  }
}
