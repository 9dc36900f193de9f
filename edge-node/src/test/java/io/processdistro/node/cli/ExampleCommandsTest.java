package io.processdistro.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The commands of nodes in config/ are such that the program takes them. */
class ExampleCommandsTest {
  private static final Path CONFIG = Path.of("..", "config");
  private static final Pattern NOMAD_ARGUMENTS = Pattern.compile("args = \\[([^]]*)]");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  @Test
  void composeFile() throws IOException {
    var node = yaml("containers/compose.yaml").at("/services/edge-node");
    var options = taken(texts(node.path("command")));
    assertThat(options.controller().orElseThrow().host())
        .as("the name of the other service")
        .isEqualTo(node.at("/depends_on/0").asText());
  }

  @Test
  void kubernetesManifest() throws IOException {
    var pod = yaml("kubernetes/edge-nodes.yaml").at("/spec/template/spec");
    var node = pod.at("/containers/0");
    var shellLine = node.at("/args/0").asText();
    assertThat(shellLine).startsWith("exec ");
    assertThat(taken(words(shellLine.replaceAll("^exec | <.*", ""))).controller()).isPresent();
    assertThat(pod.path("volumes").findValuesAsText("name"))
        .containsAll(node.path("volumeMounts").findValuesAsText("name"));
  }

  @Test
  void nomadJob() throws IOException {
    var job = Files.readString(CONFIG.resolve("nomad/edge-nodes.nomad.hcl"));
    var list = NOMAD_ARGUMENTS.matcher(job);
    assertThat(list.find()).isTrue();
    var arguments = new ArrayList<>(List.of("edge-node"));
    QUOTED.matcher(list.group(1)).results().forEach(text -> arguments.add(text.group(1)));
    assertThat(taken(arguments).controller()).isPresent();
  }

  @Test
  void systemdUnit() throws IOException {
    var unit = Files.readAllLines(CONFIG.resolve("systemd/processdistro-edge-node.service"));
    var start = unit.stream().filter(line -> line.startsWith("ExecStart=")).findFirst();
    taken(words(start.orElseThrow().replace("ExecStart=", "")));
  }

  private static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(CONFIG.resolve(file).toFile());
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static List<String> words(String line) {
    return List.of(line.strip().split(" +"));
  }

  /** Throws for what the program would refuse. */
  private static NodeOptions taken(List<String> command) {
    assertThat(command.getFirst()).endsWith("edge-node");
    var options = new NodeOptions();
    var commandLine = new CommandLine(options);
    commandLine.parseArgs(command.subList(1, command.size()).toArray(String[]::new));
    options.check(commandLine);
    return options;
  }
}
