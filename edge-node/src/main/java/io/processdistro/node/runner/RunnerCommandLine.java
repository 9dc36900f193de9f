package io.processdistro.node.runner;

import io.processdistro.wasm.BuiltInModule;
import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a runner JVM is started. Without these flags everything works too, but interpreted; see
 * {@link SelfTest}.
 *
 * <p>The distribution brings a small Java runtime that was made for runners: without the empty
 * placeholder of the compiler's module that every JDK has, so that the real one can be added
 * instead of put over it. Only then may the JVM use an archive of loaded classes and profiles,
 * which makes the compiler start warm: seconds of each runner's first life (ADR 7). Without that
 * runtime, the JDK of this process is used.
 *
 * @param java the runtime to start
 * @param classPath this project's and GraalWasm's jars, never the compiler
 * @param compilerModules folder with exactly the four jars of the Graal compiler: compiler,
 *     truffle-compiler, collections, word
 * @param engineFiles folder with the native files of GraalWasm's engine; where there is none, the
 *     engine unpacks them into the home of its user, which that of a service does not have
 * @param heapBytesMax of the child; guests' memories live on its heap
 */
public record RunnerCommandLine(
    RunnerJava java,
    String classPath,
    Path compilerModules,
    Optional<Path> engineFiles,
    long heapBytesMax) {
  /** Where the distribution lies, as its launchers say. */
  private static final String HOME_PROPERTY = "processdistro.home";

  /** Where the compiler's jars are if there is no distribution: in the build's own tests. */
  private static final String COMPILER_MODULES_PROPERTY = "processdistro.compiler.modules";

  private static final int COMPILER_JARS = 4;

  /**
   * For this process's distribution, or for the JDK and class path of this process where it has
   * none.
   *
   * @throws IOException if the compiler's folder is not named or incomplete
   */
  public static RunnerCommandLine ofThisProcess(long heapBytesMax) throws IOException {
    var home = Optional.ofNullable(System.getProperty(HOME_PROPERTY)).map(Path::of);
    var compiler = compilerFolder(home);
    requireCompiler(compiler);
    return new RunnerCommandLine(
        home.flatMap(RunnerJava::ofDistribution).orElseGet(RunnerJava::ofThisProcess),
        System.getProperty("java.class.path"),
        compiler,
        home.map(folder -> folder.resolve("lib").resolve("engine-files").toAbsolutePath())
            .filter(Files::isDirectory),
        heapBytesMax);
  }

  private static Path compilerFolder(Optional<Path> home) throws IOException {
    var named = System.getProperty(COMPILER_MODULES_PROPERTY);
    if (named != null) return Path.of(named).toAbsolutePath();
    return home.map(folder -> folder.resolve("lib").resolve("jvmci").toAbsolutePath())
        .orElseThrow(
            () ->
                new IOException(
                    "where the Graal compiler is was not said: start through bin/edge-node of the distribution"));
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
    return command(RunnerMain.class, java.archiveFlags(), profile.name(), Integer.toString(slots));
  }

  /**
   * The same for one of the built-in modules that begins at once to warm one of them, and tests
   * itself afterwards.
   */
  public List<String> commandWarming(BuiltInModule module, int slots) {
    return command(
        RunnerMain.class,
        java.archiveFlags(),
        EngineProfile.BUILT_IN.name(),
        Integer.toString(slots),
        module.name());
  }

  /** The command that makes the archive: it does what every runner does at its start, and ends. */
  List<String> trainingCommand(Path archive) {
    return command(RunnerTraining.class, List.of("-XX:AOTCacheOutput=" + archive));
  }

  private List<String> command(Class<?> main, List<String> archiveFlags, String... arguments) {
    var command = new ArrayList<String>();
    command.add(java.executable().toString());
    command.addAll(archiveFlags);
    command.addAll(java.compilerFlags(compilerModules));
    engineFiles.ifPresent(folder -> command.add("-Dpolyglot.engine.resourcePath=" + folder));
    command.addAll(
        List.of(
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+EnableJVMCI",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xss1m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-DontCompileHugeMethods",
            "-XX:-UsePerfData",
            "-XX:+ExitOnOutOfMemoryError",
            // The JVM's own last words would else end up among the events for the agent.
            "-XX:+DisplayVMOutputToStderr",
            // From the start as large as they may become: the compiler's start fills both, and each
            // growth is a full collection that holds up everything.
            "-Xms" + (heapBytesMax >> 20) + "m",
            "-Xmx" + (heapBytesMax >> 20) + "m",
            "-XX:InitialCodeCacheSize=64m",
            "-XX:ReservedCodeCacheSize=240m",
            "-cp",
            sortedClassPath(),
            main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Absolute, because the child has another working directory; sorted, because an archive fits only
   * one order.
   */
  private String sortedClassPath() {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .sorted()
        .reduce((left, right) -> left + File.pathSeparator + right)
        .orElse("");
  }
}
