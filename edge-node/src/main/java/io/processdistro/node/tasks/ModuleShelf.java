package io.processdistro.node.tasks;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.wire.TaskTerms;
import io.processdistro.node.modules.ModuleUnusable;
import io.processdistro.node.runner.protocol.RunnerCommand;
import io.processdistro.node.supervisor.TaskRunner;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which modules this node runs, and which runner runs them. The built-in ones come with the program
 * and share one runner; one of a user is fetched, checked and given a runner of its own.
 */
public final class ModuleShelf {
  /** A module as a runner reads it, and the runner that may execute it. */
  public record Entry(RunnerCommand.ModuleFile file, TaskRunner runner) {}

  private final Map<ContentHash, Entry> builtIns = new LinkedHashMap<>();
  private final UserModules userModules;

  /**
   * @param builtIns share {@code runner}
   */
  public ModuleShelf(
      List<RunnerCommand.ModuleFile> builtIns, TaskRunner runner, UserModules userModules) {
    for (var module : builtIns) this.builtIns.put(module.hash(), new Entry(module, runner));
    this.userModules = userModules;
  }

  /**
   * Lays out modules as files in {@code directory}, for runners read files; removes what a killed
   * process had begun to lay out there. Blocks.
   */
  public static List<RunnerCommand.ModuleFile> layOut(Path directory, List<byte[]> modules)
      throws StateException {
    PrivateFiles.createDirectory(directory);
    PrivateFiles.removeUnfinished(directory);
    var files = new ArrayList<RunnerCommand.ModuleFile>();
    for (var module : modules) {
      var hash = ContentHash.of(module);
      var file = directory.resolve(hash + ".wasm").toAbsolutePath();
      PrivateFiles.write(file, module);
      files.add(RunnerCommand.ModuleFile.ofBuiltIn(hash, file.toString()));
    }
    return files;
  }

  /** Empty for a module that is not built in. */
  Optional<Entry> builtIn(ContentHash module) {
    return Optional.ofNullable(builtIns.get(module));
  }

  /**
   * A user's module, as soon as it is here and checked.
   *
   * @return fails with a {@link ModuleUnusable} if it is not to be run
   */
  Future<Entry> ofUser(TaskTerms terms) {
    return userModules.provide(terms);
  }
}
