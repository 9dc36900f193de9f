package io.processdistro.controller.security.audit;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;

/** Reads an audit log, also one that a running controller writes. All methods block. */
public final class AuditTrail {
  private final Path directory;

  /**
   * @param directory of the log, in a controller's state directory
   */
  public AuditTrail(Path directory) {
    this.directory = directory;
  }

  /** Where the log of a state directory is. */
  public static Path directoryIn(Path stateDirectory) {
    return stateDirectory.resolve("controller").resolve("audit");
  }

  /** What {@link #verify} finds. */
  public sealed interface Finding {
    /**
     * Every entry is as it was written, and none is missing.
     *
     * @param from number of the oldest entry kept
     * @param to number of the newest; 0 if there is none
     * @param chain of the newest: who wrote it down elsewhere can tell a log that was made anew
     */
    record Intact(long from, long to, String chain) implements Finding {}

    /**
     * @param where a file, and the line in it where there is one
     */
    record Tampered(String where, String what) implements Finding {}
  }

  /** Checks all that is kept. */
  public Finding verify() throws IOException {
    if (!Files.isDirectory(directory)) {
      return new Finding.Tampered(directory.toString(), "the audit log is missing");
    }
    for (int attempt = 1; ; attempt++) {
      AuditHead head;
      try {
        head = AuditHead.read(directory);
      } catch (StateException e) {
        return new Finding.Tampered(directory.toString(), e.getMessage());
      }
      var finding = new Check(head).run();
      boolean raced = finding instanceof Finding.Tampered && headMoved(head) && attempt < 3;
      if (!raced) return finding;
    }
  }

  /** A running controller may have begun another segment while this one was read. */
  private boolean headMoved(AuditHead seen) {
    try {
      return !AuditHead.read(directory).equals(seen);
    } catch (StateException e) {
      return false;
    }
  }

  /** The newest entries, the oldest of them first; lines that are none are left out. */
  public List<AuditEntry> newest(int countMax) throws IOException {
    var newest = new ArrayDeque<AuditEntry>();
    if (!Files.isDirectory(directory)) return List.of();
    for (var file : AuditSegments.in(directory).values()) {
      try (var lines = Files.newBufferedReader(file, StandardCharsets.US_ASCII)) {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          AuditEntry.parse(line).ifPresent(newest::add);
          if (newest.size() > countMax) newest.poll();
        }
      }
    }
    return List.copyOf(newest);
  }

  private final class Check {
    private final AuditHead head;
    private long number;
    private String chain;
    private boolean headSeen;

    Check(AuditHead head) {
      this.head = head;
      this.number = head.oldestFollows();
      this.chain = head.oldestChain();
      this.headSeen = head.number() == number;
    }

    Finding run() throws IOException {
      var segments = AuditSegments.in(directory);
      // An older one may be there still: it is deleted after the head says that it is not counted.
      segments = segments.tailMap(head.oldestSegment());
      long expected = head.oldestSegment();
      for (var segment : segments.entrySet()) {
        if (segment.getKey() != expected) {
          return new Finding.Tampered(
              AuditSegments.file(directory, expected).toString(), "the segment is missing");
        }
        expected++;
        var wrong = check(segment.getValue());
        if (wrong != null) return wrong;
      }
      if (!headSeen) {
        return new Finding.Tampered(
            directory.toString(),
            "the log ends with entry " + number + ", but entry " + head.number() + " was written");
      }
      return new Finding.Intact(head.oldestFollows() + 1, number, chain);
    }

    /** Null if nothing is wrong. */
    private Finding.Tampered check(Path file) throws IOException {
      var content = Files.readString(file, StandardCharsets.ISO_8859_1);
      int lineNumber = 0;
      int from = 0;
      while (from < content.length()) {
        lineNumber++;
        int end = content.indexOf('\n', from);
        var where = file + " line " + lineNumber;
        if (end < 0) return unfinished(where);
        var wrong = check(where, content.substring(from, end));
        if (wrong != null) return wrong;
        from = end + 1;
      }
      return null;
    }

    /** Part of a line may stand at the end while it is written, or where power was lost. */
    private Finding.Tampered unfinished(String where) {
      return headSeen ? null : new Finding.Tampered(where, "the line is cut short");
    }

    private Finding.Tampered check(String where, String line) {
      var entry = AuditEntry.parse(line);
      if (entry.isEmpty()) return new Finding.Tampered(where, "this is no entry");
      if (entry.get().number() != number + 1) {
        return new Finding.Tampered(
            where, "entry " + entry.get().number() + " stands where " + (number + 1) + " should");
      }
      if (!entry.get().follows(chain)) {
        return new Finding.Tampered(
            where, "entry " + (number + 1) + " is not as it was written, or the one before is not");
      }
      number++;
      chain = entry.get().chain();
      if (number == head.number()) {
        headSeen = chain.equals(head.chain());
        if (!headSeen) {
          return new Finding.Tampered(
              where, "the entries up to " + number + " were replaced: the head knows others");
        }
      }
      return null;
    }
  }
}
