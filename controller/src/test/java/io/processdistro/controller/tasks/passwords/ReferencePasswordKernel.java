package io.processdistro.controller.tasks.passwords;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * The password_hash kernel in plain Java, written from the layout's description. In place of bcrypt
 * stands a function of the same shape: salt and word give 53 characters.
 */
final class ReferencePasswordKernel {
  private final ByteBuffer input;
  private final int algorithm;
  private final boolean audit;
  private final int targets;
  private final long firstWord;
  private final List<byte[]> words;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private ReferencePasswordKernel(byte[] bytes) {
    input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    algorithm = input.getInt(0);
    audit = input.getInt(4) == 1;
    targets = input.getInt(12);
    firstWord = input.getLong(24);
    int textStart = 56 + 64 * targets;
    if (bytes.length != textStart + input.getInt(48)) {
      throw new AssertionError("the input has " + bytes.length + " bytes");
    }
    words = words(Arrays.copyOfRange(bytes, textStart, bytes.length));
  }

  static byte[] execute(byte[] bytes) {
    var kernel = new ReferencePasswordKernel(bytes);
    kernel.run();
    return kernel.output.toByteArray();
  }

  /** As the layout says: LF ends a line, a CR before it is not part of the word. */
  static List<byte[]> words(byte[] text) {
    var words = new ArrayList<byte[]>();
    int start = 0;
    for (int i = 0; i <= text.length; i++) {
      boolean ends = i == text.length ? start < i : text[i] == '\n';
      if (!ends) continue;
      int end = i > start && text[i - 1] == '\r' ? i - 1 : i;
      words.add(Arrays.copyOfRange(text, start, end));
      start = i + 1;
    }
    return words;
  }

  private void run() {
    long from = input.getLong(32);
    long to = input.getLong(40);
    long perWord = audit && algorithm == 0 ? targets : 1;
    if (from / perWord != firstWord || (to + perWord - 1) / perWord - firstWord != words.size()) {
      throw new AssertionError("units and text do not fit together");
    }
    for (long unit = from; unit < to; unit++) {
      var word = words.get((int) (unit / perWord - firstWord));
      if (!audit) {
        var hash =
            algorithm == 0
                ? bcrypt("$2b$%02d$".formatted(input.getInt(8)), word, input.getLong(16) + unit)
                : hex(word);
        line(quoted(word), hash.getBytes(StandardCharsets.US_ASCII));
      } else if (algorithm == 0) {
        var target = target((int) (unit % targets), 60);
        if (new String(target, StandardCharsets.US_ASCII).equals(bcrypt("$2a$04$", word, 0))) {
          line(target, quoted(word));
        }
      } else {
        for (int i = 0; i < targets; i++) {
          if (Arrays.equals(target(i, digest(word).length), digest(word))) {
            line(hex(word).getBytes(StandardCharsets.US_ASCII), quoted(word));
          }
        }
      }
    }
  }

  private byte[] target(int index, int length) {
    var target = new byte[length];
    input.get(56 + 64 * index, target);
    return target;
  }

  static String bcrypt(String start, byte[] word, long salt) {
    var digest = sha("SHA-256", word, ByteBuffer.allocate(8).putLong(salt).array());
    return start + HexFormat.of().formatHex(digest).substring(0, 53);
  }

  private byte[] digest(byte[] word) {
    return sha(algorithm == 1 ? "SHA-256" : "SHA-512", word);
  }

  private String hex(byte[] word) {
    return HexFormat.of().formatHex(digest(word));
  }

  static byte[] sha(String name, byte[]... parts) {
    try {
      var digest = MessageDigest.getInstance(name);
      for (byte[] part : parts) digest.update(part);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] quoted(byte[] word) {
    var text = new String(word, StandardCharsets.ISO_8859_1);
    if (!text.matches("(?s).*[\",\r\n].*")) return word;
    return ('"' + text.replace("\"", "\"\"") + '"').getBytes(StandardCharsets.ISO_8859_1);
  }

  private void line(byte[] first, byte[] second) {
    output.writeBytes(first);
    output.write(',');
    output.writeBytes(second);
    output.write('\n');
  }
}
