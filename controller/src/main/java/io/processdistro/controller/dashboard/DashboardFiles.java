package io.processdistro.controller.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files of the dashboard, read once. A request finds them by name in a table, so no name leads
 * to any other file. Immutable.
 */
public final class DashboardFiles {
  private static final String FOLDER = "META-INF/dashboard/";
  private static final String PAGE = "index.html";
  private static final String ASSETS = "assets/";

  /** What a browser may be given, by extension. */
  private static final Map<String, String> CONTENT_TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "woff2", "font/woff2");

  /** One file as it is sent. */
  public record DashboardFile(String contentType, byte[] bytes) {}

  private final Map<String, DashboardFile> files;

  private DashboardFiles(Map<String, DashboardFile> files) {
    this.files = Map.copyOf(files);
  }

  /**
   * Those of the class path; none if the build left them out. Blocks.
   *
   * @throws UncheckedIOException if they are there and cannot be read
   */
  public static DashboardFiles ofClassPath() {
    var page = DashboardFiles.class.getClassLoader().getResource(FOLDER + PAGE);
    if (page == null) return new DashboardFiles(Map.of());
    try {
      return new DashboardFiles(
          page.openConnection() instanceof JarURLConnection jar ? ofJar(jar) : ofFolder(page));
    } catch (IOException e) {
      throw new UncheckedIOException("the dashboard's files cannot be read", e);
    }
  }

  private static Map<String, DashboardFile> ofJar(JarURLConnection connection) throws IOException {
    connection.setUseCaches(false);
    var files = new HashMap<String, DashboardFile>();
    try (var jar = connection.getJarFile()) {
      for (var entries = jar.entries(); entries.hasMoreElements(); ) {
        var entry = entries.nextElement();
        if (entry.isDirectory() || !entry.getName().startsWith(FOLDER)) continue;
        try (var stream = jar.getInputStream(entry)) {
          add(files, entry.getName().substring(FOLDER.length()), stream.readAllBytes());
        }
      }
    }
    return files;
  }

  private static Map<String, DashboardFile> ofFolder(URL page) throws IOException {
    var folder = Path.of(uriOf(page)).getParent();
    var files = new HashMap<String, DashboardFile>();
    try (var paths = Files.walk(folder)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        var name = folder.relativize(path).toString().replace('\\', '/');
        add(files, name, Files.readAllBytes(path));
      }
    }
    return files;
  }

  private static URI uriOf(URL url) throws IOException {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  /** Hidden files, and those that no browser needs, stay out. */
  private static void add(Map<String, DashboardFile> files, String name, byte[] bytes) {
    var contentType = CONTENT_TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    boolean hidden = name.startsWith(".") || name.contains("/.");
    if (contentType != null && !hidden) files.put(name, new DashboardFile(contentType, bytes));
  }

  /** The page itself; empty if this build has none. */
  public Optional<DashboardFile> page() {
    return Optional.ofNullable(files.get(PAGE));
  }

  /**
   * @param name without a folder, with a hash of the content in it
   */
  public Optional<DashboardFile> asset(String name) {
    return Optional.ofNullable(files.get(ASSETS + name));
  }
}
