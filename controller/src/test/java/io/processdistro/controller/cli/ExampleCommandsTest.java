package io.processdistro.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.config.Configuration;
import io.processdistro.controller.cli.operations.StartCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands of controllers in config/ are such that the program takes them. */
class ExampleCommandsTest {
  private static final Path CONFIG = Path.of("..", "config");

  @Test
  void composeFile() throws IOException {
    var file = CONFIG.resolve("containers/compose.yaml").toFile();
    take(texts(new YAMLMapper().readTree(file).at("/services/controller/command")));
  }

  @Test
  void containerImage() throws IOException {
    var command = line("containers/Dockerfile", "CMD ");
    take(texts(new JsonMapper().readTree(command)));
  }

  @Test
  void systemdUnit() throws IOException {
    var command = line("systemd/processdistro-controller.service", "ExecStart=");
    take(List.of(command.split(" +")));
  }

  private static String line(String file, String beginning) throws IOException {
    return Files.readAllLines(CONFIG.resolve(file)).stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  /** Throws for what the program would refuse. */
  private static void take(List<String> command) {
    assertThat(command.getFirst()).endsWith("controller");
    assertThat(command.get(1)).isEqualTo("start");
    var start = new StartCommand(Terminal.ofThisProcess(), Configuration.usual());
    new CommandLine(start).parseArgs(command.subList(2, command.size()).toArray(String[]::new));
  }
}
