package io.processdistro.controller.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.processdistro.common.state.StateException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was damaged, cut off, or belongs to somebody else: never taken for what was written. */
class DamagedStoreTest {
  private static final long SEED = 20_261_122;
  private static final int FLIPS = 60;

  @TempDir Path directory;

  private Path database() {
    return OpenStore.databaseIn(directory);
  }

  private Path log() {
    return DatabaseFile.writeAheadLogOf(database());
  }

  private StoreContents contents() throws StateException, IOException {
    try (var store = OpenStore.in(directory)) {
      return StoreContents.of(store);
    }
  }

  private void fill(OpenStore store) {
    store.add(SampleJobs.job(1));
    store.add(SampleJobs.fullJob(2));
    store.add(SampleJobs.job(3));
    store.acceptGrains(SampleJobs.id(1), 0, 400);
    store.acceptGrains(SampleJobs.id(2), 0, 50);
    store.write(() -> store.jobs.end(SampleJobs.failed(SampleJobs.fullJob(2))));
    store.write(() -> store.jobs.end(SampleJobs.completed(SampleJobs.job(3), directory)));
  }

  /** A database of a store that was closed: all of it in one file. */
  private byte[] closedDatabase() throws StateException, IOException {
    try (var store = OpenStore.in(directory)) {
      fill(store);
    }
    assertThat(log()).doesNotExist();
    return Files.readAllBytes(database());
  }

  private void begin(byte[] content) throws IOException {
    Files.deleteIfExists(log());
    Files.deleteIfExists(database().resolveSibling(OpenStore.FILE + "-shm"));
    Files.write(database(), content);
  }

  @Test
  void aFlippedByteIsNoticedOrDoesNotMatter() throws Exception {
    var whole = closedDatabase();
    begin(whole);
    var expected = contents();
    var random = new Random(SEED);
    var offsets =
        IntStream.concat(
            IntStream.range(0, 100).filter(offset -> offset % 9 == 0),
            IntStream.generate(() -> random.nextInt(whole.length)).limit(FLIPS));
    int noticed = 0;
    for (int offset : offsets.toArray()) {
      var damaged = whole.clone();
      damaged[offset] ^= (byte) (1 + random.nextInt(255));
      begin(damaged);
      try {
        assertThat(contents()).as("byte %d, seed %d", offset, SEED).isEqualTo(expected);
      } catch (StateException | IOException e) {
        assertThat(e).hasMessageContaining(database().toString());
        noticed++;
      }
    }
    assertThat(noticed).isGreaterThan(FLIPS / 3);
  }

  @Test
  void aTornTailOfTheLogIsACleanStartWithAllThatWasAcknowledged() throws Exception {
    var torn = new TornLog();
    var random = new Random(SEED);
    for (int round = 0; round < 8; round++) {
      int keep = torn.acknowledgedBytes + random.nextInt(torn.lastBytes);
      torn.write(Arrays.copyOf(torn.log, keep));
      // The ten tasks of the tail were one group of writes, or several.
      assertThat(torn.accepted())
          .as("%d bytes of the log, seed %d", keep, SEED)
          .isBetween(300, 309);
    }
  }

  @Test
  void garbageInTheTailOfTheLogIsACleanStartToo() throws Exception {
    var torn = new TornLog();
    var random = new Random(SEED);
    for (int round = 0; round < 5; round++) {
      var garbled = torn.log.clone();
      for (int i = torn.acknowledgedBytes; i < garbled.length; i++) {
        if (random.nextInt(100) == 0) garbled[i] = (byte) random.nextInt();
      }
      torn.write(garbled);
      assertThat(torn.accepted()).as("round %d, seed %d", round, SEED).isBetween(300, 310);
    }
  }

  @Test
  void aFlippedByteInTheMiddleOfTheLogIsNotTakenForATornTail() throws Exception {
    var torn = new TornLog();
    var random = new Random(SEED);
    for (int round = 0; round < 12; round++) {
      var damaged = torn.log.clone();
      int offset = 12 + random.nextInt(torn.acknowledgedBytes - 12);
      damaged[offset] ^= (byte) (1 + random.nextInt(255));
      torn.write(damaged);
      assertThatThrownBy(torn::accepted)
          .as("byte %d of %d, seed %d", offset, damaged.length, SEED)
          .isInstanceOf(StateException.class)
          .hasMessageContaining(log().toString())
          .hasMessageContaining("controller restore");
      assertThat(log()).hasBinaryContent(damaged);
    }
  }

  /** A database and its log as a killed process leaves them, the last transaction known. */
  private final class TornLog {
    final byte[] database;
    final byte[] log;
    final int acknowledgedBytes;
    final int lastBytes;

    TornLog() throws StateException, IOException {
      try (var store = OpenStore.in(directory)) {
        store.add(SampleJobs.job(1));
        for (int from = 0; from < 300; from += 20) {
          store.acceptGrains(SampleJobs.id(1), from, from + 20);
        }
        acknowledgedBytes = Math.toIntExact(Files.size(log()));
        store.acceptGrains(SampleJobs.id(1), 300, 310);
        this.database = Files.readAllBytes(database());
        this.log = Files.readAllBytes(log());
      }
      lastBytes = log.length - acknowledgedBytes;
      assertThat(lastBytes).isPositive();
    }

    void write(byte[] newLog) throws IOException {
      begin(database);
      Files.write(log(), newLog);
    }

    int accepted() throws StateException, IOException {
      try (var store = OpenStore.in(directory)) {
        return store.checkedRanges(SampleJobs.id(1)).size();
      }
    }
  }

  @Test
  void whatIsNoDatabaseIsRefusedAndLeftAsItIs() throws Exception {
    var whole = closedDatabase();
    for (var content :
        new byte[][] {
          new byte[0],
          "hello".getBytes(StandardCharsets.US_ASCII),
          Arrays.copyOf(whole, 60),
          new byte[8_192]
        }) {
      begin(content);
      assertRefused("not a database");
      assertThat(database()).hasBinaryContent(content);
    }
  }

  @Test
  void aDatabaseThatWasCutShortIsRefused() throws Exception {
    var whole = closedDatabase();
    begin(Arrays.copyOf(whole, whole.length / 2));
    assertRefused("damaged");
  }

  @Test
  void aDatabaseOfAnotherProgramIsRefusedAndLeftAsItIs() throws Exception {
    execute("CREATE TABLE job (number INTEGER PRIMARY KEY)");
    var content = Files.readAllBytes(database());
    assertRefused("another program");
    assertThat(database()).hasBinaryContent(content);
  }

  @Test
  void aNewerDatabaseIsRefused() throws Exception {
    closedDatabase();
    execute(
        "INSERT INTO flyway_schema_history SELECT 99, '99', description, type, script, checksum,"
            + " installed_by, installed_on, execution_time, success FROM flyway_schema_history"
            + " ORDER BY installed_rank DESC LIMIT 1");
    assertRefused("newer");
  }

  @Test
  void aLogWithoutItsDatabaseIsRefused() throws Exception {
    var torn = new TornLog();
    torn.write(torn.log);
    Files.delete(database());
    assertRefused("gone");
    assertThat(log()).hasBinaryContent(torn.log);
  }

  @Test
  void theNewestMigrationIsTheFormatThatIsKnown() {
    var newest =
        Stream.of(
                Flyway.configure()
                    .dataSource("jdbc:sqlite:" + database(), null, null)
                    .load()
                    .info()
                    .all())
            .map(migration -> migration.getVersion())
            .reduce((first, second) -> second);
    assertThat(newest).contains(Database.FORMAT);
  }

  private void assertRefused(String why) {
    assertThatThrownBy(() -> OpenStore.in(directory).close())
        .isInstanceOf(StateException.class)
        .hasMessageContaining(database().toString())
        .hasMessageContaining(why);
  }

  private void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
