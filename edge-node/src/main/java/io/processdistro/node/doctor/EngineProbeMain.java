package io.processdistro.node.doctor;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.processdistro.common.logging.Logging;
import java.io.IOException;

/**
 * Main class of the process that {@code controller doctor} starts: prints what the self-test of a
 * runner found, as JSON in one line, or why there is none.
 */
public final class EngineProbeMain {
  private EngineProbeMain() {}

  public static void main(String[] arguments) {
    Logging.setUp(Level.ERROR);
    System.exit(print());
  }

  private static int print() {
    try {
      System.out.println(new JsonMapper().writeValueAsString(EngineProbe.measure()));
      return 0;
    } catch (IOException e) {
      System.out.println(e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
