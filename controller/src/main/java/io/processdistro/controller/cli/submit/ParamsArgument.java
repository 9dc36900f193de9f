package io.processdistro.controller.cli.submit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.processdistro.common.text.FileTrouble;
import io.processdistro.controller.api.view.ViewJson;
import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The value of {@code --params}: a JSON object, or {@code @file} that holds one. */
public final class ParamsArgument {
  private static final int FILE_BYTES_MAX = 1 << 20;

  private ParamsArgument() {}

  /**
   * @throws CommandException saying where the JSON is wrong
   */
  public static JsonNode parse(String argument) throws CommandException {
    var text = argument.startsWith("@") ? fileContent(argument.substring(1)) : argument;
    try {
      // Strict also means: no second value behind the first, no field twice.
      var value = ViewJson.strict().readTree(text);
      if (value instanceof ObjectNode) return value;
      throw new CommandException(
          ExitCode.USAGE, "--params: a JSON object is expected, such as '{\"size\":512}'");
    } catch (JsonProcessingException e) {
      var where = e.getLocation();
      throw new CommandException(
          ExitCode.USAGE,
          "--params: not valid JSON: "
              + e.getOriginalMessage()
              + (where == null
                  ? ""
                  : " (line " + where.getLineNr() + ", column " + where.getColumnNr() + ")"),
          e);
    }
  }

  private static String fileContent(String name) throws CommandException {
    try (var stream = Files.newInputStream(Path.of(name))) {
      var bytes = stream.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new CommandException(
            ExitCode.USAGE, "--params: " + name + ": longer than 1 MiB cannot be parameters");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (InvalidPathException e) {
      throw new CommandException(ExitCode.USAGE, "--params: not a file name: " + name, e);
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.USAGE, "--params: " + name + ": " + FileTrouble.reason(e), e);
    }
  }
}
