package io.processdistro.wasm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A small working task of one's own, for each language that there is a task kit for: source with
 * {@code split}, {@code execute} and {@code merge}, the kit, a build script and a README.
 */
public enum TaskTemplate {
  C(true, List.of("task.c", "processdistro.h", "README.md")),
  RUST(false, List.of("task.rs", "processdistro.rs", "README.md")),
  ASSEMBLYSCRIPT(
      true,
      List.of("task.ts", "processdistro.ts", "package.json", "package-lock.json", "README.md")),
  JAVA(false, List.of("Task.java", "TaskKit.java", "BuildTask.java", "pom.xml", "README.md"));

  /** The file that is a script for the shell, and builds {@code NAME.wasm} beside itself. */
  public static final String BUILD_SCRIPT = "build";

  private static final String FOLDER = "templates/";
  private static final String NAME_PLACE = "{{name}}";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");

  private final boolean tellsItsPhases;
  private final List<String> plainFiles;

  TaskTemplate(boolean tellsItsPhases, List<String> plainFiles) {
    this.tellsItsPhases = tellsItsPhases;
    this.plainFiles = plainFiles;
  }

  /** As people write it on a command line: {@code c}, {@code rust}, … */
  public String language() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether its module shows by its exports what it can do. A WASI command does not: its phases
   * have to be said with the job.
   */
  public boolean tellsItsPhases() {
    return tellsItsPhases;
  }

  /**
   * The files of a new task, all of them texts, by their path inside of the task's folder.
   *
   * @param taskName what the task and its module are called: letters, digits, - and _, at most 64
   * @throws IllegalArgumentException if it is not a name
   */
  public Map<String, String> files(String taskName) {
    if (!NAME.matcher(taskName).matches()) {
      throw new IllegalArgumentException(
          "a task's name has letters, digits, - and _, begins with a letter or digit and is at most"
              + " 64 characters long; was "
              + taskName);
    }
    var files = new LinkedHashMap<String, String>();
    for (var file : plainFiles) files.put(file, text(file, taskName));
    files.put(BUILD_SCRIPT, text(BUILD_SCRIPT, taskName));
    return files;
  }

  private String text(String file, String taskName) {
    var path = FOLDER + language() + "/" + file;
    try (var in = TaskTemplate.class.getResourceAsStream(path)) {
      if (in == null) throw new IOException("resource " + path + " is missing from this build");
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(NAME_PLACE, taskName);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
