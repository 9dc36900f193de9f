package io.processdistro.controller.tar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The block before each file (POSIX.1-1988, "ustar"). Written without owner and with a fixed time,
 * so that equal contents give equal archives.
 */
public record TarHeader(String name, long lengthBytes) {
  /** Headers and contents fill whole blocks. */
  public static final int BLOCK_BYTES = 512;

  /** What eleven octal digits can say. */
  private static final long LENGTH_MAX = (1L << 33) - 1;

  private static final int NAME_BYTES = 100;
  private static final int PREFIX_BYTES = 155;
  private static final int MODE_AT = 100;
  private static final int LENGTH_AT = 124;
  private static final int TIME_AT = 136;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;

  /** How many zero bytes follow a content of this length. */
  public static int paddingOf(long lengthBytes) {
    return (int) (-lengthBytes & (BLOCK_BYTES - 1));
  }

  /** Two empty blocks end an archive. */
  public static ByteBuffer end() {
    return ByteBuffer.allocate(2 * BLOCK_BYTES);
  }

  /**
   * @throws TarException if the name does not fit the format, or the content is 8 GiB or more
   */
  public ByteBuffer encode() throws TarException {
    EntryName.require(name);
    if (lengthBytes > LENGTH_MAX) {
      throw new TarException("a file in an archive has less than 8 GiB, was " + lengthBytes);
    }
    var block = new byte[BLOCK_BYTES];
    putName(block);
    put(block, MODE_AT, "0000644\0" + "0000000\0" + "0000000\0");
    put(block, LENGTH_AT, octal(lengthBytes, 11) + "\0");
    put(block, TIME_AT, octal(0, 11) + "\0");
    block[TYPE_AT] = '0';
    put(block, MAGIC_AT, "ustar\0" + "00");
    put(block, CHECKSUM_AT, octal(checksum(block), 6) + "\0 ");
    return ByteBuffer.wrap(block);
  }

  private void putName(byte[] block) throws TarException {
    var bytes = name.getBytes(StandardCharsets.UTF_8);
    if (bytes.length <= NAME_BYTES) {
      System.arraycopy(bytes, 0, block, 0, bytes.length);
      return;
    }
    for (int slash = Math.min(PREFIX_BYTES, bytes.length - 2); slash > 0; slash--) {
      if (bytes[slash] != '/' || bytes.length - slash - 1 > NAME_BYTES) continue;
      System.arraycopy(bytes, slash + 1, block, 0, bytes.length - slash - 1);
      System.arraycopy(bytes, 0, block, PREFIX_AT, slash);
      return;
    }
    throw new TarException(
        "a file name in an archive has at most 100 bytes behind its last slash, was " + name);
  }

  /** The block is all zeros: the archive ends here. */
  static boolean isEnd(byte[] block) {
    for (byte b : block) if (b != 0) return false;
    return true;
  }

  /** Empty name: a directory, which has no content of its own. */
  static TarHeader decode(byte[] block) throws TarException {
    if (!new String(block, MAGIC_AT, 5, StandardCharsets.US_ASCII).equals("ustar")) {
      throw new TarException("it is not a tar archive (ustar)");
    }
    if (number(block, CHECKSUM_AT, CHECKSUM_BYTES) != checksum(block)) {
      throw new TarException("a header's checksum is wrong: the archive is damaged");
    }
    long length = number(block, LENGTH_AT, 12);
    var prefix = text(block, PREFIX_AT, PREFIX_BYTES);
    var name = text(block, 0, NAME_BYTES);
    var whole = prefix.isEmpty() ? name : prefix + "/" + name;
    return switch (block[TYPE_AT]) {
      case '0', 0 -> new TarHeader(EntryName.require(withoutDot(whole)), length);
      case '5' -> new TarHeader("", 0);
      case 'x', 'g', 'L', 'K' ->
          throw new TarException(
              "it has long names or other extensions; make it with tar --format=ustar");
      default ->
          throw new TarException(
              "it holds a link or a device ("
                  + withoutDot(whole).length()
                  + " characters of name)"
                  + "; only files and directories are allowed");
    };
  }

  /** As {@code tar c .} writes it. */
  private static String withoutDot(String name) {
    return name.startsWith("./") ? name.substring(2) : name;
  }

  private static void put(byte[] block, int at, String ascii) {
    var bytes = ascii.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static String octal(long value, int digits) {
    return String.format(Locale.ROOT, "%0" + digits + "o", value);
  }

  /** The sum of all bytes, those of the checksum itself taken as spaces. */
  private static long checksum(byte[] block) {
    long sum = (long) CHECKSUM_BYTES * ' ';
    for (int i = 0; i < block.length; i++) {
      if (i < CHECKSUM_AT || i >= CHECKSUM_AT + CHECKSUM_BYTES) sum += block[i] & 0xff;
    }
    return sum;
  }

  private static long number(byte[] block, int at, int length) throws TarException {
    long value = 0;
    boolean any = false;
    for (int i = at; i < at + length; i++) {
      byte digit = block[i];
      if (digit == ' ' && !any) continue;
      if (digit == 0 || digit == ' ') break;
      if (digit < '0' || digit > '7' || value > LENGTH_MAX) {
        throw new TarException("a header has a number that cannot be read: the archive is damaged");
      }
      value = value * 8 + digit - '0';
      any = true;
    }
    return value;
  }

  private static String text(byte[] block, int at, int lengthMax) throws TarException {
    int end = at;
    while (end < at + lengthMax && block[end] != 0) end++;
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Arrays.copyOfRange(block, at, end)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new TarException("a file name is not UTF-8");
    }
  }
}
