package io.processdistro.controller.cli.submit;

import io.processdistro.common.text.FileTrouble;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.api.view.JobSubmission;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The files of {@code --input name=path}: checked first, then hashed and sent where missing. */
public final class InputFiles {
  private static final int NAME_LENGTH_MAX = 255;
  private static final String MODULE_INPUT = "input";

  private final Map<String, Path> files;

  private InputFiles(Map<String, Path> files) {
    this.files = files;
  }

  /**
   * @throws CommandException naming the option or the file at fault
   */
  static InputFiles of(List<String> options) throws CommandException {
    var files = new LinkedHashMap<String, Path>();
    for (var option : options) {
      int equals = option.indexOf('=');
      if (equals < 1 || equals == option.length() - 1) {
        throw new CommandException(
            ExitCode.USAGE, "--input: write NAME=FILE, such as a=A.npy; not " + option);
      }
      var name = option.substring(0, equals);
      if (files.put(name, readableFile(name, option.substring(equals + 1))) != null) {
        throw new CommandException(ExitCode.USAGE, "--input: " + name + " was given twice");
      }
    }
    return new InputFiles(files);
  }

  /**
   * The one input of a module.
   *
   * @throws CommandException if the file cannot be read
   */
  static InputFiles ofModule(String file) throws CommandException {
    var given =
        file.startsWith(MODULE_INPUT + "=") ? file.substring(MODULE_INPUT.length() + 1) : file;
    return new InputFiles(Map.of(MODULE_INPUT, readableFile(MODULE_INPUT, given)));
  }

  /** The one input of a module, which is there. */
  static InputFiles ofModule(Path file) {
    return new InputFiles(Map.of(MODULE_INPUT, file));
  }

  /**
   * @param name of the input, for the complaint
   */
  public static Path readableFile(String name, String text) throws CommandException {
    try {
      var path = Path.of(text);
      if (!Files.exists(path)) throw refused(name, text, "there is no such file");
      if (Files.isDirectory(path)) throw refused(name, text, "is a directory, not a file");
      if (!Files.isRegularFile(path)) throw refused(name, text, "is not a regular file");
      if (!Files.isReadable(path)) throw refused(name, text, "cannot be read: permission denied");
      return path;
    } catch (InvalidPathException e) {
      throw refused(name, text, "is not a file name");
    }
  }

  private static CommandException refused(String name, String file, String reason) {
    return new CommandException(ExitCode.USAGE, "input " + name + ": " + file + ": " + reason);
  }

  /** Hashes all files at once and sends those that the controller does not have. */
  Map<String, JobSubmission.Input> store(ControllerClient client)
      throws ClientException, CommandException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var stored = new LinkedHashMap<String, Future<JobSubmission.Input>>();
      files.forEach(
          (name, file) -> stored.put(name, threads.submit(() -> store(client, name, file))));
      var inputs = new LinkedHashMap<String, JobSubmission.Input>();
      for (var entry : stored.entrySet()) inputs.put(entry.getKey(), entry.getValue().get());
      return inputs;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, "interrupted while sending inputs", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case ClientException refused -> throw refused;
        case CommandException refused -> throw refused;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  private static JobSubmission.Input store(ControllerClient client, String name, Path file)
      throws ClientException, CommandException {
    ContentHash hash;
    try {
      hash = ContentHash.ofFile(file);
    } catch (IOException e) {
      throw refused(name, file.toString(), FileTrouble.reason(e));
    }
    client.store(file, hash);
    return new JobSubmission.Input(hash.toString(), shownName(file));
  }

  private static String shownName(Path file) {
    var name = file.getFileName().toString();
    return name.substring(0, Math.min(name.length(), NAME_LENGTH_MAX));
  }
}
