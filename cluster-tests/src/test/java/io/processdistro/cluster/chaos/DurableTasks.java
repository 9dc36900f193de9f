package io.processdistro.cluster.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.client.ClientException;
import io.processdistro.controller.client.ControllerClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The tasks of one job that its controller had on disk when it was killed, read from a copy of its
 * database behind its back. Tasks are acknowledged when they are durable, so every acknowledged one
 * is among them.
 *
 * @param grains of those tasks
 */
record DurableTasks(BitSet grains) {
  static final DurableTasks NONE = new DurableTasks(new BitSet());

  private static final Path STATE = Path.of("controller-state", "controller");
  private static final String DATABASE = "controller.sqlite";
  private static final int ORDER_BITS = 32;

  /**
   * Fails if a grain is there twice: somebody computed what had been acknowledged.
   *
   * @param folder the cluster's; its controller does not run
   */
  static DurableTasks of(Path folder, String job) throws IOException, SQLException {
    var copy = Files.createTempDirectory(folder, "database");
    for (var suffix : List.of("", "-wal")) {
      var file = folder.resolve(STATE).resolve(DATABASE + suffix);
      if (Files.exists(file)) {
        Files.copy(file, copy.resolve(DATABASE + suffix), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertThat(copy.resolve(DATABASE)).as("copy of the controller's database").isNotEmptyFile();
    return read(copy.resolve(DATABASE), job);
  }

  private static DurableTasks read(Path database, String job) throws SQLException {
    var grains = new BitSet();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        var statement =
            connection.prepareStatement(
                "SELECT from_grain, to_grain FROM accepted_task WHERE position >> ? ="
                    + " (SELECT number FROM job WHERE record LIKE ?)")) {
      statement.setInt(1, ORDER_BITS);
      statement.setString(2, "%\"" + job + "\"%");
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          int from = rows.getInt(1);
          int to = rows.getInt(2);
          assertThat(grains.get(from, to).isEmpty())
              .as("grains " + from + ".." + to + " of " + job + " are stored twice")
              .isTrue();
          grains.set(from, to);
        }
      }
    }
    return new DurableTasks(grains);
  }

  int count() {
    return grains.cardinality();
  }

  /** Nothing that was durable before may be gone. */
  void assertContains(DurableTasks before) {
    var gone = (BitSet) before.grains.clone();
    gone.andNot(grains);
    assertThat(gone.isEmpty()).as("durable grains that are gone: " + gone).isTrue();
  }

  /** How many of these grains this life of the controller has handed out once more. */
  long grainsLeasedAgain(ControllerClient client, String job) throws ClientException {
    return client.explain(job, Optional.empty()).events().stream()
        .filter(event -> event.kind().equals("assigned"))
        .mapToLong(event -> overlap(event.grains()))
        .sum();
  }

  private int overlap(String range) {
    var ends = range.split("\\.\\.", 2);
    var again = new GrainRange(Long.parseLong(ends[0]), Long.parseLong(ends[1]));
    return grains.get((int) again.from(), (int) again.to()).cardinality();
  }
}
