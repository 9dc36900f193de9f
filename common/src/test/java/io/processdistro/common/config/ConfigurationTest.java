package io.processdistro.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationTest {
  private static final Path EXAMPLE = Path.of("../config/processdistro.yaml");
  private static final Path DOCUMENTATION = Path.of("../documentation/configuration.md");

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
      controller: {prot: 1}                              | :1: unknown key controller.prot; did you mean controller.port?
      controler:~  port: 1                               | :1: unknown key controler; did you mean controller?
      controller:~  port: 1~  port: 2                    | :3: controller.port stands here again, first in line 2
      controller:~  port: 1~controller:~  bind: x        | :3: controller stands here again, first in line 1
      {"controller": {"port": 1, "port": 2}}             | :1: controller.port stands here again
      controller:~  port: many                           | :2: controller.port: a whole number is expected, not many
      controller:~  port: "30000"                        | :2: controller.port: a whole number is expected
      controller:~  port: 70000                          | :2: controller.port: 0 to 65535, not 70000
      controller:~  port: -1                             | :2: controller.port: 0 to 65535, not -1
      controller:~  port: 1.5                            | :2: controller.port: a whole number is expected
      controller:~  port: 99999999999999999999           | :2: controller.port: 0 to 65535
      controller:~  port: [1]                            | :2: controller.port: one value is expected, not a list
      controller:~  port: {a: 1}                         | :2: controller.port: a value is expected
      controller:~  port:                                | :2: controller.port: a value is expected
      controller: 5                                      | :1: controller: a section with settings is expected
      controller:~  task_timeout: soon                   | :2: controller.task_timeout: a time is a number above 0
      controller:~  task_timeout: 30d                    | :2: controller.task_timeout: 1 ms to 86400 s, not 30d
      controller:~  work_stealing_enabled: 1             | :2: controller.work_stealing_enabled: another kind
      controller:~  work_stealing_enabled: "true"        | :2: controller.work_stealing_enabled: another kind
      performance:~  module_memory_max: 8GiB             | :2: performance.module_memory_max: 64 KiB to 4 GiB, not 8GiB
      client:~  output: xml                              | :2: client.output: one of table, json, yaml, not xml
      client:~  token: abc                               | :2: client.token: no secret belongs into a configuration
      security:~  allow_hosts: [1, 2]                    | a list of words is expected
      security:~  allow_hosts: &x [a]~  tls_enabled: *x  | anchors (&) and aliases (*) are not taken
      controller: &x~  port: 1                           | anchors (&) and aliases (*) are not taken
      controller:~  bind: *x                             | anchors (&) and aliases (*) are not taken
      [1, 2]                                             | :1: sections with settings are expected
      just text                                          | :1: sections with settings are expected
      controller:~  port: 1~---~controller:~  port: 2    | one document only
      {"controller": {"port": 1                          | not valid YAML or JSON
      controller: "unended                               | not valid YAML or JSON
      """)
  void wrongFilesAreRefusedWithLineAndKey(String text, String said) throws IOException {
    var file = write("wrong.yaml", text.replace('~', '\n'));

    assertThatThrownBy(() -> ConfigurationSources.check(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("wrong.yaml")
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "controller:\n  port: 4711\n",
        "\uFEFFcontroller:\n  port: 4711\n",
        "{\"controller\":\n\t{\"port\": 4711}}",
        "\uFEFF{\"controller\": {\"port\": 4711}}",
        "controller.port: 4711",
        "# a comment\nsecurity:\ncontroller: {port: 4711}\n"
      })
  void yamlAndJsonSayTheSame(String text) throws Exception {
    var configuration = ConfigurationSources.check(write("right.yaml", text));

    assertThat(configuration.whole(Setting.CONTROLLER_PORT)).isEqualTo(4711);
  }

  @Test
  void theJsonOfTheProductDescriptionIsUnderstood() throws Exception {
    var file =
        write(
            "config.json",
            """
            {"controller": {"port": 30001, "max_nodes": 12, "task_timeout": 45,
                            "work_stealing_enabled": false},
             "security": {"tls_enabled": true}, "performance": {"task_target": "250ms"}}
            """);

    var configuration = ConfigurationSources.check(file);

    assertThat(configuration.whole(Setting.CONTROLLER_MAX_NODES)).isEqualTo(12);
    assertThat(configuration.time(Setting.CONTROLLER_TASK_TIMEOUT)).hasSeconds(45);
    assertThat(configuration.flag(Setting.CONTROLLER_WORK_STEALING_ENABLED)).isFalse();
    assertThat(configuration.origin(Setting.CONTROLLER_MAX_NODES).text()).endsWith("config.json:1");
  }

  @Test
  void aHugeFileAndOneThatIsNoTextAreRefused() throws IOException {
    var huge = write("huge.yaml", "#".repeat(70_000));
    var binary = folder.resolve("binary.yaml");
    Files.write(binary, "controller:".getBytes(StandardCharsets.UTF_16));

    assertThatThrownBy(() -> ConfigurationSources.check(huge)).hasMessageContaining("64 KiB");
    assertThatThrownBy(() -> ConfigurationSources.check(binary)).hasMessageContaining("not UTF-8");
    assertThatThrownBy(() -> ConfigurationSources.check(folder.resolve("absent")))
        .hasMessageContaining("there is no such file");
    assertThatThrownBy(() -> ConfigurationSources.check(folder)).hasMessageContaining("not a file");
  }

  @Test
  void theNearerSourceWins() throws Exception {
    var project = Files.createDirectories(folder.resolve("project/deep/deeper"));
    var home = Files.createDirectories(folder.resolve("home/.config/processdistro"));
    var system = write("system.yaml", "controller: {port: 1, bind: system, max_nodes: 10}");
    write("home/.config/processdistro/config.yaml", "controller: {port: 2, bind: user}");
    write("project/processdistro.yaml", "controller: {port: 3}");
    var named = write("named.json", "{\"controller\": {\"port\": 4}}");
    var variables = Map.of("PROCESSDISTRO_CONTROLLER_PORT", "5");

    assertThat(port(Map.of(), folder, home, folder.resolve("none"))).isEqualTo("30000 default");
    assertThat(port(Map.of(), folder, home, system)).endsWith("system.yaml:1");
    var user = home.getParent().getParent();
    assertThat(port(Map.of(), folder, user, system)).startsWith("2 ").endsWith("config.yaml:1");
    assertThat(port(Map.of(), project, user, system)).startsWith("3 ");
    assertThat(port(variables, project, user, system)).isEqualTo("5 PROCESSDISTRO_CONTROLLER_PORT");
    var all = new ConfigurationSources(Map.of(), project, user, system).load(Optional.of(named));
    assertThat(all.text(Setting.CONTROLLER_PORT)).isEqualTo("4");
    assertThat(all.text(Setting.CONTROLLER_BIND)).isEqualTo("user");
    assertThat(all.whole(Setting.CONTROLLER_MAX_NODES)).isEqualTo(10);
  }

  @Test
  void wrongVariablesAreRefusedByName() {
    var sources =
        new ConfigurationSources(
            Map.of("PROCESSDISTRO_CONTROLLER_PORT", "tcp://10.0.0.1:30000"),
            folder,
            folder,
            folder.resolve("none"));

    assertThatThrownBy(() -> sources.load(Optional.empty()))
        .hasMessage("PROCESSDISTRO_CONTROLLER_PORT: 0 to 65535, not tcp://10.0.0.1:30000");
  }

  @Test
  void aProjectFileThatEverybodyMayChangeIsReadOnlyIfNamed() throws Exception {
    var file = write("processdistro.yaml", "client: {controller: \"evil:1\"}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    var sources = new ConfigurationSources(Map.of(), folder, folder, folder.resolve("none"));

    assertThatThrownBy(() -> sources.load(Optional.empty()))
        .hasMessageContaining("can be changed by everybody");
    assertThat(sources.load(Optional.of(file)).text(Setting.CLIENT_CONTROLLER)).isEqualTo("evil:1");
  }

  @Test
  void exampleTableAndDocumentationListTheSameKeysInTheSameOrder() throws Exception {
    var keys = Arrays.stream(Setting.values()).map(Setting::key).toList();
    var documented =
        Pattern.compile("^\\| `([a-z_.]+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(DOCUMENTATION))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(documented).isEqualTo(keys);
    // What depends on the machine is commented out; it has to be right all the same.
    var whole = Files.readString(EXAMPLE).replaceAll("(?m)^ {2}# ([a-z_]+: \\S+)$", "  $1");
    var configuration = ConfigurationSources.check(write("whole.yaml", whole));
    assertThat(Arrays.stream(Setting.values()).filter(each -> configuration.said(each).isEmpty()))
        .isEmpty();
  }

  @Test
  void theExampleSaysTheDefaults() throws Exception {
    var configuration = ConfigurationSources.check(EXAMPLE);

    for (var setting : Setting.values()) {
      assertThat(configuration.text(setting)).as(setting.key()).isEqualTo(setting.usual());
    }
  }

  private String port(Map<String, String> variables, Path directory, Path home, Path system)
      throws ConfigurationException {
    var configuration =
        new ConfigurationSources(variables, directory, home, system).load(Optional.empty());
    return configuration.text(Setting.CONTROLLER_PORT)
        + " "
        + configuration.origin(Setting.CONTROLLER_PORT).text();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
