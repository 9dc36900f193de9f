package io.processdistro.controller.security.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The files of an audit log, by number. */
final class AuditSegments {
  private static final Pattern NAME = Pattern.compile("audit-([0-9]{6,18})\\.jsonl");

  private AuditSegments() {}

  static Path file(Path directory, long number) {
    return directory.resolve("audit-%06d.jsonl".formatted(number));
  }

  /** The oldest first. */
  static SortedMap<Long, Path> in(Path directory) throws IOException {
    var found = new TreeMap<Long, Path>();
    try (var files = Files.list(directory)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var matcher = NAME.matcher(file.getFileName().toString());
        if (matcher.matches()) found.put(Long.parseLong(matcher.group(1)), file);
      }
    }
    return found;
  }
}
