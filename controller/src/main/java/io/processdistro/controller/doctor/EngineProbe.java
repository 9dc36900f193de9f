package io.processdistro.controller.doctor;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.doctor.EngineVerdict;
import io.processdistro.common.doctor.Finding;
import io.processdistro.common.wire.EngineFacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Has the edge node's part of the distribution start a runner and test it, in a process of its own:
 * the controller may not depend on the node's code, but both lie on the class path.
 */
final class EngineProbe {
  private static final String MAIN_CLASS = "io.processdistro.node.doctor.EngineProbeMain";
  private static final List<String> PROPERTIES =
      List.of("processdistro.home", "processdistro.compiler.modules");
  private static final long SECONDS_MAX = 120;

  private EngineProbe() {}

  /** Takes some seconds. */
  static Finding examine() {
    try {
      Class.forName(MAIN_CLASS, false, EngineProbe.class.getClassLoader());
    } catch (ClassNotFoundException notHere) {
      return Finding.notChecked("guest compiler", "this is not a whole distribution");
    }
    try {
      return EngineVerdict.judge(measure());
    } catch (IOException e) {
      return EngineVerdict.broken(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return EngineVerdict.broken("interrupted");
    }
  }

  private static EngineFacts measure() throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      process.getOutputStream().close();
      var answer =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(answer.isEmpty() ? "its process ended without a word" : answer);
      }
      return new JsonMapper().readValue(answer, EngineFacts.class);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m"));
    for (var property : PROPERTIES) {
      var value = System.getProperty(property);
      if (value != null) command.add("-D" + property + "=" + value);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), MAIN_CLASS));
    return command;
  }
}
