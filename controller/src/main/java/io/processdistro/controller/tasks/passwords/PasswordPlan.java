package io.processdistro.controller.tasks.passwords;

import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.common.values.GrainRange;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.ResultAssembly;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskInput;
import io.processdistro.controller.tasks.TaskLimits;
import io.processdistro.wasm.abi.PasswordHashInput;
import io.processdistro.wasm.abi.PasswordHashInput.Algorithm;
import io.processdistro.wasm.abi.PasswordHashInput.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A grain is a batch of words; in an audit of bcrypt hashes, where a batch is one word, it is a
 * word with one of the hashes, all hashes of a word side by side.
 *
 * @param entries the hashes of an audit as a part, else empty
 */
record PasswordPlan(
    Algorithm algorithm, Mode mode, WordList words, List<BlobSlice> entries, ContentHash module)
    implements JobPlan {
  /**
   * Memory: the kernel takes half as much again as its input (17 MiB of text and 6 MiB of hashes at
   * most) and up to twice its output.
   */
  private static final TaskLimits LIMITS = new TaskLimits(120_000, 128L << 20, 64L << 20);

  /** Tasks grow up to these; only a single batch of very long words may exceed them. */
  private static final long TEXT_BYTES_WANTED = 16L << 20;

  private static final long OUTPUT_BYTES_WANTED = 32L << 20;

  /** Comma, line end and two quotes. */
  private static final int LINE_EXTRA_BYTES_MAX = 4;

  static byte[] entries(Algorithm algorithm, Mode.Audit audit) {
    return new PasswordHashInput(algorithm, audit, 0, 0, 1, 0).entries();
  }

  /** The algorithm, and for bcrypt its cost: each step of it doubles the work. */
  @Override
  public String costClass() {
    var name = "/" + algorithm.name().toLowerCase(Locale.ROOT);
    return switch (mode) {
      case Mode.Hash(int cost, long _) when algorithm == Algorithm.BCRYPT -> name + "/" + cost;
      case Mode.Hash _ -> name;
      case Mode.Audit _ -> name + "/audit";
    };
  }

  private long grainsPerBatch() {
    return algorithm == Algorithm.BCRYPT && mode instanceof Mode.Audit(var targets)
        ? targets.size()
        : 1;
  }

  private long fromBatch(GrainRange range) {
    return range.from() / grainsPerBatch();
  }

  private long toBatch(GrainRange range) {
    return Math.ceilDiv(range.to(), grainsPerBatch());
  }

  /** Words of the batches that the range touches. */
  long wordsOf(GrainRange range) {
    return Math.min(words.words(), toBatch(range) * words.wordsPerBatch())
        - fromBatch(range) * words.wordsPerBatch();
  }

  @Override
  public long grains() {
    return words.batches() * grainsPerBatch();
  }

  @Override
  public long grainsPerTaskMax() {
    long outputPerBatch =
        2L * words.batchBytesMax()
            + (long) words.wordsPerBatch() * (hashLength() + LINE_EXTRA_BYTES_MAX);
    long batches =
        Math.min(TEXT_BYTES_WANTED / words.batchBytesMax(), OUTPUT_BYTES_WANTED / outputPerBatch);
    // A range that begins and ends inside of a word touches one word more than its length says.
    long fitting = Math.max(1, batches) * grainsPerBatch() - (grainsPerBatch() - 1);
    return Math.min(grains(), fitting);
  }

  @Override
  public TaskLimits limits() {
    return LIMITS;
  }

  @Override
  public Set<ContentHash> blobs() {
    var all = new LinkedHashSet<>(words.pieces());
    for (var part : entries) all.add(part.blob());
    return all;
  }

  @Override
  public TaskInput inputOf(GrainRange range) {
    requireWithin(range);
    long from = fromBatch(range);
    long to = toBatch(range);
    long firstWord = from * words.wordsPerBatch();
    boolean pairs = grainsPerBatch() > 1;
    var input =
        new PasswordHashInput(
            algorithm,
            mode,
            firstWord,
            pairs ? range.from() : firstWord,
            pairs ? range.to() : firstWord + wordsOf(range),
            words.bytesOf(from, to));
    var parts = new ArrayList<>(entries);
    parts.addAll(words.textOf(from, to));
    return new TaskInput(input.fixedHeader(), parts);
  }

  @Override
  public Optional<String> complaintAbout(GrainRange range, long outputLengthBytes) {
    long least = leastBytes(range);
    long most = mostBytes(range);
    return outputLengthBytes >= least && outputLengthBytes <= most
        ? Optional.empty()
        : Optional.of(
            "grains %s give %d to %d bytes, the output has %d"
                .formatted(range, least, most, outputLengthBytes));
  }

  private long leastBytes(GrainRange range) {
    return switch (mode) {
      case Mode.Hash hash -> wordsOf(range) * (hashLength() + 2);
      case Mode.Audit audit -> 0;
    };
  }

  private long mostBytes(GrainRange range) {
    long text = words.bytesOf(fromBatch(range), toBatch(range));
    return 2 * text * grainsPerBatch()
        + wordsOf(range) * grainsPerBatch() * (hashLength() + LINE_EXTRA_BYTES_MAX);
  }

  /** Characters of a hash as it is written. */
  private int hashLength() {
    return switch (algorithm) {
      case BCRYPT -> algorithm.entryLength();
      case SHA256, SHA512 -> 2 * algorithm.entryLength();
    };
  }

  @Override
  public ResultFormat resultFormat() {
    return ResultFormat.CSV;
  }

  @Override
  public ResultAssembly assembly(Path target) throws IOException {
    return CsvAssembly.begin(this, target);
  }
}
