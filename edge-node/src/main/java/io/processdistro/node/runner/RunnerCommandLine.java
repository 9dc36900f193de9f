package io.processdistro.node.runner;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a runner JVM is started. Without these flags everything works too, but interpreted; see
 * {@link SelfTest}.
 *
 * @param javaExecutable of a JDK 25
 * @param classPath this project's and GraalWasm's jars, never the compiler
 * @param compilerModules folder with exactly the four jars of the Graal compiler: compiler,
 *     truffle-compiler, collections, word
 * @param heapBytesMax of the child; guests' memories live on its heap
 */
public record RunnerCommandLine(
    Path javaExecutable, String classPath, Path compilerModules, long heapBytesMax) {
  /**
   * Where the distribution lies, as its launchers say; the compiler is in its {@code lib/jvmci}.
   */
  private static final String HOME_PROPERTY = "processdistro.home";

  /** Where the compiler's jars are if there is no distribution: in the build's own tests. */
  private static final String COMPILER_MODULES_PROPERTY = "processdistro.compiler.modules";

  private static final int COMPILER_JARS = 4;

  /**
   * The same JDK and class path as this process.
   *
   * @throws IOException if the compiler's folder is not named or incomplete
   */
  public static RunnerCommandLine ofThisProcess(long heapBytesMax) throws IOException {
    var folder = compilerFolder();
    requireCompiler(folder);
    return new RunnerCommandLine(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        System.getProperty("java.class.path"),
        folder,
        heapBytesMax);
  }

  private static Path compilerFolder() throws IOException {
    var folder = System.getProperty(COMPILER_MODULES_PROPERTY);
    if (folder != null) return Path.of(folder).toAbsolutePath();
    var home = System.getProperty(HOME_PROPERTY);
    if (home != null) return Path.of(home, "lib", "jvmci").toAbsolutePath();
    throw new IOException(
        "where the Graal compiler is was not said: start through bin/edge-node of the distribution");
  }

  private static void requireCompiler(Path folder) throws IOException {
    int jars = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
      for (var ignored : files) jars++;
    }
    if (jars != COMPILER_JARS) {
      throw new IOException(
          folder + " holds " + jars + " jars instead of the 4 of the Graal compiler");
    }
  }

  /** The whole command for a runner with {@code slots} slots. */
  public List<String> command(EngineProfile profile, int slots) {
    var command = new ArrayList<String>();
    command.add(javaExecutable.toString());
    command.addAll(jvmFlags());
    command.add("-Xmx" + (heapBytesMax >> 20) + "m");
    command.add("-cp");
    command.add(absoluteClassPath());
    command.add(RunnerMain.class.getName());
    command.add(profile.name());
    command.add(Integer.toString(slots));
    return command;
  }

  private List<String> jvmFlags() {
    return List.of(
        "-XX:+UnlockExperimentalVMOptions",
        "-XX:+EnableJVMCI",
        "--upgrade-module-path",
        compilerModules.toString(),
        "--add-modules",
        "jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-Xss1m",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-XX:+ExitOnOutOfMemoryError");
  }

  /** The child has another working directory. */
  private String absoluteClassPath() {
    var entries = new ArrayList<String>();
    for (var entry : classPath.split(File.pathSeparator)) {
      if (!entry.isEmpty()) entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
