package io.processdistro.controller.server;

import io.processdistro.common.state.StateDirectory;
import io.processdistro.common.state.StateException;
import io.processdistro.controller.security.AccessToken;
import io.processdistro.controller.security.AuditEvent;
import io.processdistro.controller.security.AuditKind;
import io.processdistro.controller.security.AuditLog;
import io.processdistro.controller.security.FileTokenStore;
import io.processdistro.controller.security.TokenStore;
import io.processdistro.controller.security.audit.AuditLimits;
import io.processdistro.controller.security.audit.FileAuditLog;
import io.processdistro.controller.security.join.RevokedNodes;
import io.processdistro.controller.store.BlobStore;
import io.processdistro.controller.store.BlobStoreLimits;
import io.processdistro.controller.store.FileBlobStore;
import io.processdistro.controller.store.ResultFiles;
import io.processdistro.controller.store.sqlite.SqliteStore;
import io.processdistro.controller.tasks.builtin.BuiltInTasks;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/** What a controller has on disk, opened and locked. All calls block. */
record ControllerState(
    StateDirectory directory,
    AccessToken token,
    TokenStore tokens,
    RevokedNodes revoked,
    FileAuditLog audit,
    SqliteStore store,
    BlobStore blobs,
    ResultFiles results)
    implements AutoCloseable {
  private static final String ROLE = "controller";
  private static final String DATABASE_FILE = "controller.sqlite";
  private static final String RESULT_DIRECTORY = "results";
  private static final String TOKENS_FILE = "tokens.json";

  /**
   * @throws StateException if another controller has the directory, or it cannot be used
   */
  static ControllerState open(Path stateDirectory, BlobStoreLimits limits) throws StateException {
    var directory = StateDirectory.open(stateDirectory, ROLE);
    SqliteStore store = null;
    FileAuditLog audit = null;
    try {
      var path = directory.path();
      audit =
          FileAuditLog.open(path.resolve("audit"), AuditLimits.DEFAULTS, InstantSource.system());
      var resultDirectory = path.resolve(RESULT_DIRECTORY);
      store = SqliteStore.open(path.resolve(DATABASE_FILE), resultDirectory);
      var blobs = FileBlobStore.open(path.resolve("blobs"), limits, System::nanoTime);
      BuiltInTasks.storeModules(blobs::putDerived).forEach(blobs::pin);
      var random = new SecureRandom();
      var token = AccessToken.loadOrCreate(path, random);
      var tokens = FileTokenStore.open(path.resolve(TOKENS_FILE), InstantSource.system(), random);
      var revoked = RevokedNodes.open(path.resolve("revoked-nodes"));
      var results = ResultFiles.open(resultDirectory);
      return new ControllerState(directory, token, tokens, revoked, audit, store, blobs, results);
    } catch (IOException e) {
      release(store, audit, directory);
      throw new StateException(
          "cannot use the state directory "
              + stateDirectory
              + ": "
              + e.getMessage()
              + "; give another one with --state-dir",
          e);
    } catch (StateException e) {
      if (audit != null) refuse(audit, e);
      release(store, audit, directory);
      throw e;
    } catch (RuntimeException e) {
      release(store, audit, directory);
      throw e;
    }
  }

  /** That a key or token cannot be used is somebody's doing, maybe not the operator's. */
  static void refuse(AuditLog audit, StateException e) {
    audit.record(
        AuditEvent.ofController(
            AuditKind.CONTROLLER_REFUSED_TO_START, Map.of("reason", e.getMessage())));
  }

  private static void release(SqliteStore store, FileAuditLog audit, StateDirectory directory) {
    if (store != null) store.close();
    if (audit != null) audit.close();
    directory.close();
  }

  /** One more than at the last start: leases are never mistaken for older ones. */
  long epoch() {
    return store.epoch();
  }

  @Override
  public void close() {
    store.close();
    blobs.close();
    audit.close();
    directory.close();
  }
}
