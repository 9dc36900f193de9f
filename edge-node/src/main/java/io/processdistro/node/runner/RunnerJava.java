package io.processdistro.node.runner;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A Java runtime that can run guests, and how it wants the Graal compiler to be given. */
public sealed interface RunnerJava {
  /** The java program. */
  Path executable();

  /** The flags that bring the compiler's modules in. */
  List<String> compilerFlags(Path compilerModules);

  /** The flags that let the JVM start from an archive; empty if there is none. */
  List<String> archiveFlags();

  /** The runtime of the distribution in {@code home}, if it has one. */
  static Optional<RunnerJava> ofDistribution(Path home) {
    var executable = home.resolve("lib").resolve("runtime").resolve("bin").resolve("java");
    if (!Files.isExecutable(executable)) return Optional.empty();
    var archive = home.resolve("lib").resolve("runner.aot");
    return Optional.of(
        new Linked(
            executable.toAbsolutePath(),
            Files.isReadable(archive)
                ? Optional.of(archive.toAbsolutePath())
                : Optional.<Path>empty()));
  }

  /** The JDK of this process. */
  static RunnerJava ofThisProcess() {
    return new Jdk(Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  /**
   * A runtime without a compiler module: the real one is added. Its modules come from an archive
   * ready made, so that the JVM does not notice that the one for vectors is among them and would
   * fail to give compiled code with vectors up: it is told.
   */
  record Linked(Path executable, Optional<Path> archive) implements RunnerJava {
    @Override
    public List<String> compilerFlags(Path compilerModules) {
      return List.of(
          "--module-path",
          compilerModules.toString(),
          "--add-modules",
          "jdk.incubator.vector,jdk.graal.compiler",
          "-XX:+UnlockExperimentalVMOptions",
          "-XX:+EnableVectorSupport",
          "-XX:+EnableVectorReboxing",
          "-XX:+EnableVectorAggressiveReboxing");
    }

    /** An archive that does not fit this JVM is ignored by it, without a word. */
    @Override
    public List<String> archiveFlags() {
      return archive
          .map(file -> List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off"))
          .orElse(List.of());
    }
  }

  /** A whole JDK: the compiler goes over its placeholder, which rules out an archive. */
  record Jdk(Path executable) implements RunnerJava {
    @Override
    public List<String> compilerFlags(Path compilerModules) {
      return List.of(
          "--upgrade-module-path",
          compilerModules.toString(),
          "--add-modules",
          "jdk.incubator.vector");
    }

    @Override
    public List<String> archiveFlags() {
      return List.of();
    }
  }
}
