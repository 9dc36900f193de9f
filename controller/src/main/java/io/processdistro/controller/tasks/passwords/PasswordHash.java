package io.processdistro.controller.tasks.passwords;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.common.values.BlobSlice;
import io.processdistro.common.values.ContentHash;
import io.processdistro.controller.tasks.CheckedRequest;
import io.processdistro.controller.tasks.Choice;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.JobPlan;
import io.processdistro.controller.tasks.JobRequest;
import io.processdistro.controller.tasks.ResultFormat;
import io.processdistro.controller.tasks.TaskBlobs;
import io.processdistro.controller.tasks.TaskDescription;
import io.processdistro.controller.tasks.TaskType;
import io.processdistro.controller.tasks.WholeNumber;
import io.processdistro.wasm.abi.PasswordHashInput;
import io.processdistro.wasm.abi.PasswordHashInput.Algorithm;
import io.processdistro.wasm.abi.PasswordHashInput.Mode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hashes the words of a list, or finds the words of given hashes. A word is a line without its line
 * end, any bytes; bcrypt refuses NUL in it and takes in the first 72 bytes only.
 *
 * <p>Salts come from a seed, so that a rerun gives the same bytes: they are right for tests and
 * audits, and not secret.
 */
public final class PasswordHash implements TaskType {
  public static final String NAME = "password_hash";

  static final WholeNumber COST =
      new WholeNumber(
          "cost",
          PasswordHashInput.COST_MIN,
          PasswordHashInput.COST_MAX,
          OptionalLong.of(10),
          "of bcrypt: 2^cost rounds per word; not in an audit, where each hash has its own");

  private static final Choice ALGORITHM =
      new Choice("algorithm", List.of("bcrypt", "sha256", "sha512"), Optional.empty(), "the hash");
  private static final Choice MODE =
      new Choice(
          "mode",
          List.of("hash", "audit"),
          Optional.of("hash"),
          "hash every word, or find the words of the input hashes");
  private static final WholeNumber SEED =
      new WholeNumber(
          "seed",
          0,
          Long.MAX_VALUE,
          OptionalLong.empty(),
          "of bcrypt's salts; unless given, drawn from the list's content and the cost");

  /** A batch of SHA takes one or two milliseconds; its place in the list costs 4 bytes. */
  private static final WordListCutter.Cut SHA_CUT =
      new WordListCutter.Cut(4096, 4 << 20, WordListCutter.LIST_BYTES_MAX, true);

  /** A task of bcrypt has few words, so that small pieces spare nodes most of the list. */
  private static final WordListCutter.Cut BCRYPT_CUT =
      new WordListCutter.Cut(1, 256 << 10, 10_000_000, false);

  private final ContentHash module;

  /**
   * @param module of the built-in kernel
   */
  public PasswordHash(ContentHash module) {
    this.module = module;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<ContentHash> module() {
    return Optional.of(module);
  }

  @Override
  public TaskDescription describe() {
    return new TaskDescription(
        NAME,
        "hashes of a word list, or (mode audit) the words of given hashes",
        List.of(
            ALGORITHM.description(), COST.description(), MODE.description(), SEED.description()),
        List.of(
            new TaskDescription.Input("passwords", true, "a word list, one word per line"),
            new TaskDescription.Input("hashes", false, "for an audit: one hash per line")),
        List.of(ResultFormat.CSV));
  }

  @Override
  public JobPlan plan(JobRequest unchecked, TaskBlobs blobs)
      throws InvalidJobException, IOException {
    var request = CheckedRequest.of(unchecked, describe());
    request.format();
    var algorithm = Algorithm.valueOf(ALGORITHM.in(request).toUpperCase(Locale.ROOT));
    boolean audit = MODE.in(request).equals("audit");
    requireMeaning(request, algorithm, audit);
    var passwords = request.requiredInput("passwords");
    if (audit) return audit(passwords, request.requiredInput("hashes"), algorithm, blobs);

    int cost = (int) COST.in(request);
    var seed = SEED.sent(request);
    var mode = new Mode.Hash(cost, seed.isPresent() ? seed.getAsLong() : seedFor(passwords, cost));
    return new PasswordPlan(algorithm, mode, cut(passwords, algorithm, blobs), List.of(), module);
  }

  private JobPlan audit(InputBlob passwords, InputBlob hashes, Algorithm algorithm, TaskBlobs blobs)
      throws InvalidJobException, IOException {
    var mode = new Mode.Audit(TargetHashes.read(hashes, algorithm));
    var words = cut(passwords, algorithm, blobs);
    var entries = PasswordPlan.entries(algorithm, mode);
    var blob = blobs.put(ByteBuffer.wrap(entries));
    return new PasswordPlan(
        algorithm, mode, words, List.of(BlobSlice.whole(blob, entries.length)), module);
  }

  private WordList cut(InputBlob passwords, Algorithm algorithm, TaskBlobs blobs)
      throws InvalidJobException, IOException {
    var cut =
        switch (algorithm) {
          case BCRYPT -> BCRYPT_CUT;
          case SHA256, SHA512 -> SHA_CUT;
        };
    return new WordListCutter(blobs).cut(passwords, cut);
  }

  /** Refuses what would be ignored. */
  private static void requireMeaning(CheckedRequest request, Algorithm algorithm, boolean audit)
      throws InvalidJobException {
    boolean salted = algorithm == Algorithm.BCRYPT && !audit;
    for (var parameter : List.of(COST, SEED)) {
      if (request.has(parameter.name()) && !salted) {
        var name = "params." + parameter.name();
        throw new InvalidJobException(
            ErrorCode.INVALID_PARAMETER,
            name,
            name + " goes with algorithm bcrypt in mode hash only",
            "leave it out");
      }
    }
    if (!audit && request.input("hashes").isPresent()) {
      throw new InvalidJobException(
          ErrorCode.INVALID_INPUT,
          "inputs.hashes",
          "the input hashes goes with mode audit only",
          "add \"mode\":\"audit\" to the params");
    }
  }

  /** The same list and cost give the same salts; another list gives others. */
  private static long seedFor(InputBlob passwords, int cost) {
    var text = ByteBuffer.allocate(ContentHash.BYTES + Integer.BYTES);
    text.put(passwords.hash().toBytes()).putInt(cost);
    return ContentHash.of(text.array()).bits0() >>> 1;
  }
}
