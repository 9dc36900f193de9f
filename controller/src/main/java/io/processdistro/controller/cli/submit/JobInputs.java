package io.processdistro.controller.cli.submit;

import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a job reads: files by name of a built-in type; a file, or a directory, of a module. */
sealed interface JobInputs {
  /** Sends what the controller does not have. */
  Map<String, JobSubmission.Input> store(ControllerClient client)
      throws ClientException, CommandException;

  record OfFiles(InputFiles files) implements JobInputs {
    @Override
    public Map<String, JobSubmission.Input> store(ControllerClient client)
        throws ClientException, CommandException {
      return files.store(client);
    }
  }

  record OfDirectory(Path directory) implements JobInputs {
    @Override
    public Map<String, JobSubmission.Input> store(ControllerClient client)
        throws ClientException, CommandException {
      try (var archive = DirectoryArchive.of(directory)) {
        return InputFiles.ofModule(archive.path()).store(client);
      }
    }
  }

  /**
   * @param options as given
   * @param directory that was given in place of a file
   * @throws CommandException unless it is one file or a directory
   */
  static JobInputs ofModule(List<String> options, Optional<Path> directory)
      throws CommandException {
    if (directory.isPresent()) {
      if (options.isEmpty()) return new OfDirectory(directory.get());
      throw new CommandException(
          ExitCode.USAGE, "--input and --input-dir are two inputs: use one of them");
    }
    if (options.size() == 1) return new OfFiles(InputFiles.ofModule(options.getFirst()));
    throw new CommandException(
        ExitCode.USAGE,
        options.isEmpty()
            ? "--module needs an input: --input FILE, or --input-dir DIRECTORY with a file for each"
                + " task"
            : "--module has one input; for several files use --input-dir DIRECTORY");
  }
}
