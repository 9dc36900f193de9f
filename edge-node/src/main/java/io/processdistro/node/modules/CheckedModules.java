package io.processdistro.node.modules;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.module.IngestRules;
import io.processdistro.common.module.IngestedModule;
import io.processdistro.common.module.ModuleIngest;
import io.processdistro.common.module.ModuleLimits;
import io.processdistro.common.module.ModuleRefusedException;
import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.node.blobs.BlobCache;
import io.processdistro.node.blobs.CachedBlob;
import io.processdistro.node.runner.protocol.RunnerCommand.ModuleFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes files for runners of modules that users have submitted. The controller has checked and
 * rewritten each, and this node does so again, because it trusts nobody's word: what is not exactly
 * what its own rules make of it is refused. Then the memory's maximum is lowered to what the job
 * allows, so that a guest meets its own limit and not the process's.
 *
 * <p>On the agent's event loop only; reading, checking and writing happen on workers.
 */
public final class CheckedModules {
  private static final Logger LOG = LoggerFactory.getLogger(CheckedModules.class);

  /** More than a node's runners can have at work; the longest unused goes first. */
  private static final int FILES_MAX = 32;

  /** What was rewritten for any limit stays as it is under these. */
  private static final IngestRules RULES_OF_ANY_JOB =
      IngestRules.DEFAULTS.withMemoryBytesMax(
          (long) ModuleLimits.MEMORY_PAGES_MAX * ModuleLimits.PAGE_BYTES);

  private record Variant(ContentHash module, long memoryPages) {}

  private final Vertx vertx;
  private final BlobCache blobs;
  private final Path directory;
  private final Map<Variant, Future<ModuleFile>> files = new LinkedHashMap<>(16, 0.75f, true);

  private CheckedModules(Vertx vertx, BlobCache blobs, Path directory) {
    this.vertx = vertx;
    this.blobs = blobs;
    this.directory = directory;
  }

  /** Makes the directory, or empties it of what a former process has left. Blocks. */
  public static CheckedModules open(Vertx vertx, BlobCache blobs, Path directory)
      throws StateException {
    PrivateFiles.createDirectory(directory);
    try (var leftovers = Files.newDirectoryStream(directory)) {
      for (var leftover : leftovers) Files.deleteIfExists(leftover);
    } catch (IOException e) {
      throw new StateException("cannot clean " + directory + ": " + e.getMessage(), e);
    }
    return new CheckedModules(vertx, blobs, directory.toAbsolutePath());
  }

  /**
   * The module, ready for a runner. Fetched and checked once, however many tasks want it.
   *
   * @param memoryBytesMax the job's limit
   * @return fails with a {@link ModuleUnusable}, or with a {@link
   *     io.processdistro.node.blobs.BlobException} if it cannot be had
   */
  public Future<ModuleFile> provide(ContentHash module, long memoryBytesMax) {
    var variant =
        new Variant(
            module,
            Math.clamp(memoryBytesMax / ModuleLimits.PAGE_BYTES, 1, ModuleLimits.MEMORY_PAGES_MAX));
    var known = files.get(variant);
    if (known != null) return known;
    var provided = fetch(variant);
    files.put(variant, provided);
    provided.onFailure(error -> files.remove(variant, provided));
    forgetLongestUnused();
    return provided;
  }

  private Future<ModuleFile> fetch(Variant variant) {
    return blobs
        .pin(variant.module())
        .compose(blob -> vertx.executeBlocking(() -> check(variant, blob), false))
        .onComplete(done -> blobs.unpin(variant.module()));
  }

  private ModuleFile check(Variant variant, CachedBlob blob)
      throws ModuleUnusable, IOException, StateException {
    if (blob.bytes() > ModuleLimits.MODULE_BYTES_MAX) {
      throw new ModuleUnusable(
          ErrorCode.MODULE_INVALID,
          "the module has %d bytes, at most %d are allowed"
              .formatted(blob.bytes(), ModuleLimits.MODULE_BYTES_MAX));
    }
    var bytes = Files.readAllBytes(blob.file());
    try {
      var again = ModuleIngest.ingest(bytes, RULES_OF_ANY_JOB);
      if (!again.hash().equals(variant.module())) {
        throw new ModuleUnusable(
            ErrorCode.MODULE_INVALID,
            "the module is not as this node's rules would rewrite it: the controller has not"
                + " checked it, or its version is not this node's");
      }
      return layOut(ModuleIngest.ingest(bytes, rulesOf(variant)));
    } catch (ModuleRefusedException e) {
      throw new ModuleUnusable(e.code(), e.getMessage());
    }
  }

  private static IngestRules rulesOf(Variant variant) {
    return IngestRules.DEFAULTS.withMemoryBytesMax(variant.memoryPages() * ModuleLimits.PAGE_BYTES);
  }

  /** Variants that come out the same share one file. */
  private ModuleFile layOut(IngestedModule module) throws IOException, StateException {
    var file = directory.resolve(module.hash() + ".wasm");
    if (!Files.exists(file)) PrivateFiles.write(file, module.bytes());
    return new ModuleFile(module.hash(), file.toString(), module.facts().shape());
  }

  /** A runner that has read its module needs the file no more; another one fetches it again. */
  private void forgetLongestUnused() {
    if (files.size() <= FILES_MAX) return;
    var oldest = files.entrySet().iterator();
    var forgotten = oldest.next().getValue();
    oldest.remove();
    forgotten.onSuccess(
        file -> {
          boolean shared =
              files.values().stream()
                  .anyMatch(other -> other.succeeded() && other.result().equals(file));
          if (!shared) delete(Path.of(file.path()));
        });
  }

  private void delete(Path file) {
    vertx
        .executeBlocking(() -> Files.deleteIfExists(file), false)
        .onFailure(error -> LOG.warn("module=not-deleted file={} reason=\"{}\"", file, error));
  }
}
