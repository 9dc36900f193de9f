package io.processdistro.common.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a process looks: its environment, {@code processdistro.yaml} in its directory or the
 * nearest one above, the user's file, the system's file; earlier ones win. A file that was named
 * takes the place of the one in a directory.
 *
 * @param directory where to begin to look
 * @param userHome where the user's configuration is, unless {@code XDG_CONFIG_HOME} says otherwise
 * @param systemFile read last, if there is one
 */
public record ConfigurationSources(
    Map<String, String> environment, Path directory, Path userHome, Path systemFile) {
  /** Names a file, as {@code --config} does. */
  static final String FILE_VARIABLE = "PROCESSDISTRO_CONFIG";

  private static final String PROJECT_FILE = "processdistro.yaml";
  private static final String SUPER_USER = "root";

  /** Of this process. */
  public static ConfigurationSources ofThisProcess() {
    return new ConfigurationSources(
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Path.of(System.getProperty("user.home")),
        Path.of("/etc/processdistro/config.yaml"));
  }

  /**
   * @param named by {@code --config}; must be there
   * @throws ConfigurationException saying where what is wrong
   */
  public Configuration load(Optional<Path> named) throws ConfigurationException {
    List<Map<Setting, Value>> layers = new ArrayList<>();
    if (Files.exists(systemFile)) layers.add(SettingsFile.read(systemFile));
    var userFile = userFile();
    if (Files.exists(userFile)) layers.add(SettingsFile.read(userFile));
    var first = named.or(this::namedByVariable);
    if (first.isPresent()) {
      layers.add(SettingsFile.read(first.get()));
    } else {
      var project = projectFile();
      if (project.isPresent()) layers.add(SettingsFile.read(trusted(project.get())));
    }
    layers.add(variables());
    return Configuration.of(layers);
  }

  /**
   * One file alone, all of it checked.
   *
   * @throws ConfigurationException saying what is wrong in which line
   */
  public static Configuration check(Path file) throws ConfigurationException {
    return Configuration.of(List.of(SettingsFile.read(file)));
  }

  private Optional<Path> namedByVariable() {
    return Optional.ofNullable(environment.get(FILE_VARIABLE))
        .filter(name -> !name.isBlank())
        .map(Path::of);
  }

  private Path userFile() {
    return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(userHome.resolve(".config"))
        .resolve("processdistro")
        .resolve("config.yaml");
  }

  private Optional<Path> projectFile() {
    for (var folder = directory; folder != null; folder = folder.getParent()) {
      var file = folder.resolve(PROJECT_FILE);
      if (Files.exists(file)) return Optional.of(file);
    }
    return Optional.empty();
  }

  /** Nobody asked for this file: one that others wrote could lead commands to their controller. */
  private static Path trusted(Path file) throws ConfigurationException {
    var view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) return file;
    try {
      var attributes = view.readAttributes();
      var owner = attributes.owner().getName();
      boolean own = owner.equals(System.getProperty("user.name")) || owner.equals(SUPER_USER);
      boolean shared = attributes.permissions().contains(PosixFilePermission.OTHERS_WRITE);
      if (own && (!shared || attributes.isSymbolicLink())) return file;
      throw new ConfigurationException(
          file
              + (own ? " can be changed by everybody: chmod o-w it" : " belongs to " + owner)
              + "; if it is meant, name it with --config");
    } catch (IOException e) {
      throw new ConfigurationException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private Map<Setting, Value> variables() throws ConfigurationException {
    var values = new EnumMap<Setting, Value>(Setting.class);
    for (var setting : Setting.values()) {
      var text = environment.get(setting.variable());
      if (text == null || text.isEmpty()) continue;
      values.put(setting, Value.of(setting, text, new Origin.Variable(setting.variable())));
    }
    return values;
  }
}
