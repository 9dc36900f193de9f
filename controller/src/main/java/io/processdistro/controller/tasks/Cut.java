package io.processdistro.controller.tasks;

import java.util.Optional;
import java.util.regex.Pattern;

/** How the input of a user's module becomes chunks, one per task. */
public sealed interface Cut {
  String ALLOWED = "auto, none, module, files, lines:N or bytes:N";

  /** By the module's own split, if it has one that is to be used; else not at all. */
  record Automatic() implements Cut {}

  /** One chunk: all of it. */
  record Whole() implements Cut {}

  /** By the module's own split, run on a node. */
  record ByModule() implements Cut {}

  /** The input is a tar archive; each file of it is a chunk. */
  record ByFile() implements Cut {}

  /**
   * @param lines at least 1; each chunk keeps its line ends, so all of them together are the input
   */
  record ByLines(long lines) implements Cut {}

  /**
   * @param bytes at least 1
   */
  record ByBytes(long bytes) implements Cut {}

  /** Of the text form, {@link #ALLOWED}; empty if it is none. */
  static Optional<Cut> parse(String text) {
    return switch (text) {
      case "auto" -> Optional.of(new Automatic());
      case "none" -> Optional.of(new Whole());
      case "module" -> Optional.of(new ByModule());
      case "files" -> Optional.of(new ByFile());
      default -> parseCounted(text);
    };
  }

  private static Optional<Cut> parseCounted(String text) {
    var match = Pattern.compile("(lines|bytes):([1-9][0-9]{0,17})").matcher(text);
    if (!match.matches()) return Optional.empty();
    long count = Long.parseLong(match.group(2));
    return Optional.of(match.group(1).equals("lines") ? new ByLines(count) : new ByBytes(count));
  }
}
