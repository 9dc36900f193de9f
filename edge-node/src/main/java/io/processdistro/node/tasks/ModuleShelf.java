package io.processdistro.node.tasks;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.supervisor.TaskRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which modules this node can run, and which runner runs them. Today these are the built-in ones,
 * which come with the program, share one runner and are never fetched; a module of a user would be
 * fetched by its hash and get a runner of its own here.
 */
public final class ModuleShelf {
  /** A module as a runner reads it, and the runner that may execute it. */
  record Entry(RunnerCommand.ModuleFile file, TaskRunner runner) {}

  private final Map<ContentHash, Entry> entries;

  private ModuleShelf(Map<ContentHash, Entry> entries) {
    this.entries = entries;
  }

  /** A shelf of built-in modules that share {@code runner}. */
  public static ModuleShelf withBuiltIns(
      List<RunnerCommand.ModuleFile> modules, TaskRunner runner) {
    var entries = new LinkedHashMap<ContentHash, Entry>();
    for (var module : modules) entries.put(module.hash(), new Entry(module, runner));
    return new ModuleShelf(entries);
  }

  /** Lays out modules as files in {@code directory}, for runners read files. Blocks. */
  public static List<RunnerCommand.ModuleFile> layOut(Path directory, List<byte[]> modules)
      throws StateException {
    var files = new ArrayList<RunnerCommand.ModuleFile>();
    for (var module : modules) {
      var hash = ContentHash.of(module);
      var file = directory.resolve(hash + ".wasm").toAbsolutePath();
      PrivateFiles.write(file, module);
      files.add(RunnerCommand.ModuleFile.ofBuiltIn(hash, file.toString()));
    }
    return files;
  }

  /** Empty for a module that this node does not run. */
  Optional<Entry> find(ContentHash module) {
    return Optional.ofNullable(entries.get(module));
  }
}
