package io.processdistro.node.runner;

import io.processdistro.common.values.ContentHash;
import io.processdistro.node.runner.protocol.RunnerCommand.ModuleFile;
import io.processdistro.wasm.BuiltInModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.io.ByteSequence;

/**
 * The modules this runner has seen, as sources. Holding a source is what keeps its compiled code
 * alive between instances: without it every task would compile again. A runner sees few modules
 * (the built-in ones, or a single user's), so nothing is evicted.
 */
final class ModuleCache {
  private final Map<ContentHash, Source> sources = new ConcurrentHashMap<>();

  /**
   * @throws IOException if the file cannot be read or is not the content that its name says
   */
  Source get(ModuleFile file) throws IOException {
    var known = sources.get(file.hash());
    if (known != null) return known;
    var bytes = Files.readAllBytes(Path.of(file.path()));
    if (!ContentHash.of(bytes).equals(file.hash())) {
      throw new IOException("the module file " + file.path() + " does not hold " + file.hash());
    }
    return sources.computeIfAbsent(file.hash(), hash -> sourceOf(hash.toString(), bytes));
  }

  /** One that needs no file. */
  Source get(BuiltInModule module) {
    return sources.computeIfAbsent(
        hashOf(module), hash -> sourceOf(hash.toString(), module.bytes()));
  }

  static ContentHash hashOf(BuiltInModule module) {
    return ContentHash.fromDigest(module.sha256());
  }

  static Source sourceOf(String name, byte[] bytes) {
    try {
      return Source.newBuilder("wasm", ByteSequence.create(bytes), name).build();
    } catch (IOException e) {
      throw new IllegalStateException("a source from memory was read from elsewhere", e);
    }
  }
}
