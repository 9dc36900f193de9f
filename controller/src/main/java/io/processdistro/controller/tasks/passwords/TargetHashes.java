package io.processdistro.controller.tasks.passwords;

import io.processdistro.common.errors.ErrorCode;
import io.processdistro.controller.tasks.InputBlob;
import io.processdistro.controller.tasks.InvalidJobException;
import io.processdistro.controller.tasks.Printable;
import io.processdistro.wasm.abi.PasswordHashInput.Algorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads the hashes an audit looks for: one per line, blank lines left out, doubles dropped. Checked
 * line by line.
 */
final class TargetHashes {
  static final int HASHES_MAX = 100_000;

  private static final long FILE_BYTES_MAX = 16L << 20;
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");

  private TargetHashes() {}

  /** In the order that the kernel wants: ascending by unsigned bytes. */
  static List<byte[]> read(InputBlob input, Algorithm algorithm)
      throws InvalidJobException, IOException {
    if (input.lengthBytes() > FILE_BYTES_MAX) {
      throw invalid(
          "the input hashes has %d bytes; at most %d are read"
              .formatted(input.lengthBytes(), FILE_BYTES_MAX));
    }
    var targets =
        new TreeSet<byte[]>(Comparator.comparing(bytes -> bytes, Arrays::compareUnsigned));
    var text = new String(Files.readAllBytes(input.path()), StandardCharsets.ISO_8859_1);
    int number = 0;
    for (var line : (Iterable<String>) text.lines()::iterator) {
      number++;
      var hash = line.strip();
      if (!hash.isEmpty()) targets.add(target(number, hash, algorithm));
    }
    if (targets.isEmpty() || targets.size() > HASHES_MAX) {
      throw invalid(
          "the input hashes holds %d hashes; allowed are 1 to %d"
              .formatted(targets.size(), HASHES_MAX));
    }
    return List.copyOf(targets);
  }

  private static byte[] target(int line, String hash, Algorithm algorithm)
      throws InvalidJobException {
    return switch (algorithm) {
      case BCRYPT -> bcrypt(line, hash);
      case SHA256 -> digest(line, hash, "SHA-256", algorithm);
      case SHA512 -> digest(line, hash, "SHA-512", algorithm);
    };
  }

  private static byte[] bcrypt(int line, String hash) throws InvalidJobException {
    var shape = BCRYPT.matcher(hash);
    if (!shape.matches()) {
      throw invalid(
          "line %d of the input hashes is no bcrypt hash ($2a$, $2b$ or $2y$, cost, 53 characters), was %s"
              .formatted(line, Printable.quoted(hash)));
    }
    int cost = Integer.parseInt(shape.group(1));
    if (cost < PasswordHash.COST.min() || cost > PasswordHash.COST.max()) {
      throw invalid(
          "line %d of the input hashes has cost %d; allowed are %d to %d"
              .formatted(line, cost, PasswordHash.COST.min(), PasswordHash.COST.max()));
    }
    return hash.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] digest(int line, String hash, String name, Algorithm algorithm)
      throws InvalidJobException {
    int digits = 2 * algorithm.entryLength();
    if (hash.length() == digits) {
      try {
        return HexFormat.of().parseHex(hash);
      } catch (IllegalArgumentException e) {
        // not hexadecimal: refused below like a wrong length
      }
    }
    throw invalid(
        "line %d of the input hashes is no %s hash (%d hexadecimal digits), was %s of %d characters"
            .formatted(line, name, digits, Printable.quoted(hash), hash.length()));
  }

  private static InvalidJobException invalid(String message) {
    return new InvalidJobException(ErrorCode.INVALID_INPUT, "inputs.hashes", message, "");
  }
}
