package io.processdistro.node.spool;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.values.LeaseKey;
import io.processdistro.common.values.NodeId;
import io.processdistro.common.values.Outcome;
import io.processdistro.common.values.Output;
import io.processdistro.node.identity.NodeIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The spool on disk: a file of reports, and beside it a file for each large output. Opened once,
 * with blocking calls, before the event loop begins.
 */
public final class SpoolDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(SpoolDirectory.class);
  private static final String FILE = "reports";
  private static final String OUTPUT_PREFIX = "output-";

  private final Path path;
  private final NodeIdentity identity;
  private final SpoolFile file;
  private final List<ReportSpool.Entry> restored;
  private long nextOutput = 1;

  private SpoolDirectory(
      Path path, NodeIdentity identity, SpoolFile file, List<ReportSpool.Entry> restored) {
    this.path = path;
    this.identity = identity;
    this.file = file;
    this.restored = restored;
  }

  /**
   * Opens or makes it. What an earlier process left is read as far as it makes sense; if not all of
   * it does, the whole directory is put aside under another name, for people to look at, and what
   * could be read goes on from a new one. Outputs that no report names are of tasks that did not
   * end, and are deleted.
   *
   * @param directory locked by the caller
   * @throws StateException if the disk refuses
   */
  public static SpoolDirectory open(Path directory, NodeIdentity identity) throws StateException {
    PrivateFiles.createDirectory(directory);
    var path = directory.toAbsolutePath();
    try {
      var content = SpoolFile.read(path.resolve(FILE));
      var trouble = content.damage().or(() -> strangeOrigin(content.records(), identity));
      var entries =
          content.records().isEmpty() || isForeign(content.records(), identity)
              ? List.<ReportSpool.Entry>of()
              : entries(path, content.records());
      if (trouble.isPresent()) {
        putAside(
            path,
            path.resolveSibling(path.getFileName() + ".aside-" + identity.incarnation()),
            entries,
            trouble.get());
      }
      var restored = entries.stream().filter(SpoolDirectory::hasItsOutput).toList();
      deleteUnreported(path, restored);
      var records = new ArrayList<SpoolRecord>();
      records.add(new SpoolRecord.Origin(identity.id()));
      restored.forEach(entry -> records.add(entry.kept()));
      if (!restored.isEmpty()) LOG.info("spool=restored reports={}", restored.size());
      var file = SpoolFile.create(path.resolve(FILE), records);
      return new SpoolDirectory(path, identity, file, restored);
    } catch (IOException e) {
      throw new StateException(
          "cannot use the spool "
              + path
              + " ("
              + e
              + "): give this user access and room there, or move the directory away and start"
              + " again; its results are then computed again",
          e);
    }
  }

  /** A name for an output that no file has, in no life of the agent. */
  public String newOutputFile() {
    return path.resolve(OUTPUT_PREFIX + identity.incarnation() + "-" + nextOutput++).toString();
  }

  NodeId node() {
    return identity.id();
  }

  /** Open for more. */
  SpoolFile file() {
    return file;
  }

  /** Reports of former lives that were never acknowledged, oldest first. */
  List<ReportSpool.Entry> restored() {
    return restored;
  }

  private static boolean isForeign(List<SpoolRecord> records, NodeIdentity identity) {
    return !(records.getFirst() instanceof SpoolRecord.Origin(var node)
        && node.equals(identity.id()));
  }

  private static Optional<String> strangeOrigin(List<SpoolRecord> records, NodeIdentity identity) {
    if (records.isEmpty() || !isForeign(records, identity)) return Optional.empty();
    return Optional.of("it belongs to another node than " + identity.id());
  }

  private static List<ReportSpool.Entry> entries(Path path, List<SpoolRecord> records) {
    Map<LeaseKey, ReportSpool.Entry> entries = new LinkedHashMap<>();
    for (var record : records) {
      switch (record) {
        case SpoolRecord.Origin ignored -> {}
        case SpoolRecord.Kept kept -> {
          // Only names of our own making: a file elsewhere is never read, sent or deleted.
          var file =
              kept.outputFile()
                  .filter(name -> name.startsWith(OUTPUT_PREFIX) && !name.contains("/"))
                  .map(path::resolve);
          entries.put(
              kept.report().lease(), new ReportSpool.Entry(kept.report(), kept.claim(), file));
        }
        case SpoolRecord.Forgotten forgotten -> forgotten.leases().forEach(entries::remove);
      }
    }
    return List.copyOf(entries.values());
  }

  private static void putAside(
      Path path, Path aside, List<ReportSpool.Entry> readable, String reason) throws IOException {
    LOG.warn(
        "spool=put-aside path={} readable={} reason=\"{}\" action=\"delete it when nobody needs it;"
            + " what could not be read is computed again\"",
        aside,
        readable.size(),
        reason);
    Files.move(path, aside);
    Files.createDirectory(path);
    for (var entry : readable) {
      if (entry.outputFile().isEmpty()) continue;
      var file = entry.outputFile().get();
      var moved = aside.resolve(file.getFileName());
      if (Files.exists(moved)) Files.move(moved, file);
    }
  }

  /** An output whose file is missing or was cut short cannot be sent. */
  private static boolean hasItsOutput(ReportSpool.Entry entry) {
    if (!(entry.report().outcome() instanceof Outcome.Succeeded(Output.Blob blob))) return true;
    try {
      if (entry.outputFile().isPresent()
          && Files.size(entry.outputFile().get()) == blob.lengthBytes()) {
        return true;
      }
    } catch (IOException gone) {
      LOG.debug("spool=output-unreadable lease={}", entry.lease(), gone);
    }
    LOG.warn("spool=output-missing lease={} action=\"it is computed again\"", entry.lease());
    return false;
  }

  private static void deleteUnreported(Path path, List<ReportSpool.Entry> entries)
      throws IOException {
    Set<Path> reported =
        entries.stream().flatMap(entry -> entry.outputFile().stream()).collect(Collectors.toSet());
    try (var files = Files.newDirectoryStream(path, OUTPUT_PREFIX + "*")) {
      for (var file : files) {
        if (!reported.contains(file)) Files.delete(file);
      }
    }
  }
}
