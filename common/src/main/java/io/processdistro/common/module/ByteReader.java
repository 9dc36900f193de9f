package io.processdistro.common.module;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the bytes of a part of a module, and never beyond it. Nothing is allocated for a length or
 * a count before it is known that as many bytes are there. Not for sharing between threads.
 */
final class ByteReader {
  private static final int CONTINUES = 0x80;
  private static final int PAYLOAD = 0x7f;
  private static final int PAYLOAD_BITS = 7;
  private static final int SIGN = 0x40;

  private final byte[] bytes;
  private final int end;
  private final String place;
  private int position;

  /**
   * @param place what this part is called in complaints, such as "the code section"
   */
  ByteReader(byte[] bytes, Span span, String place) {
    this.bytes = bytes;
    this.position = span.start();
    this.end = span.end();
    this.place = place;
  }

  /** A reader for a part of the same file, under the same title. */
  ByteReader part(Span span) {
    return new ByteReader(bytes, span, place);
  }

  String place() {
    return place;
  }

  int position() {
    return position;
  }

  int remaining() {
    return end - position;
  }

  boolean atEnd() {
    return position == end;
  }

  int unsignedByte() throws ModuleRefusedException {
    if (position == end) throw malformed("breaks off");
    return bytes[position++] & 0xff;
  }

  /** The next byte, without going past it. */
  int peek() throws ModuleRefusedException {
    if (position == end) throw malformed("breaks off");
    return bytes[position] & 0xff;
  }

  void skip(int count) throws ModuleRefusedException {
    if (count < 0 || count > remaining()) throw malformed("breaks off");
    position += count;
  }

  /** A number that indexes or counts; as a long, because it is unsigned. */
  long unsignedNumber() throws ModuleRefusedException {
    return unsigned(Integer.SIZE);
  }

  /** An index that has to be smaller than {@code count}. */
  int index(String what, int count) throws ModuleRefusedException {
    long index = unsignedNumber();
    if (index >= count) {
      throw invalid("names " + what + " " + index + ", there are only " + count);
    }
    return (int) index;
  }

  /**
   * The length of a list. Refused if it is above {@code max}, or if the list cannot fit into what
   * remains, with one byte for each of its entries.
   */
  int count(String what, int max) throws ModuleRefusedException {
    long count = unsignedNumber();
    if (count > max) {
      throw ModuleRefusedException.of(
          ComplaintKind.LIMIT_EXCEEDED,
          place + " says it has " + count + " " + what + ", at most " + max + " are allowed",
          "split the program into smaller modules");
    }
    if (count > remaining()) {
      throw malformed(
          "says it has " + count + " " + what + " but only " + remaining() + " bytes follow");
    }
    return (int) count;
  }

  /**
   * A length in bytes followed by as many: the part becomes the result, this reader goes past it.
   */
  Span sized(String what) throws ModuleRefusedException {
    long length = unsignedNumber();
    if (length > remaining()) {
      throw malformed(
          "has a " + what + " of " + length + " bytes but only " + remaining() + " follow");
    }
    int start = position;
    position += (int) length;
    return new Span(start, position);
  }

  String name(String what) throws ModuleRefusedException {
    var span = sized(what);
    if (span.length() > ModuleLimits.NAME_BYTES_MAX) {
      throw ModuleRefusedException.of(
          ComplaintKind.LIMIT_EXCEEDED,
          place
              + " has a "
              + what
              + " of "
              + span.length()
              + " bytes, at most "
              + ModuleLimits.NAME_BYTES_MAX
              + " are allowed",
          "");
    }
    var text = textOf(span);
    if (text == null) throw malformed("has a " + what + " that is not UTF-8");
    return text;
  }

  /** The text of some bytes of this module, or null if it is not UTF-8. */
  String textOf(Span span) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, span.start(), span.length()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  ValueType valueType() throws ModuleRefusedException {
    int code = unsignedByte();
    var type = ValueType.ofCode(code);
    if (type == null) throw Features.refuseValueType(code, this);
    return type;
  }

  /** A signed number of at most {@code bits} bits. */
  long signedNumber(int bits) throws ModuleRefusedException {
    long value = 0;
    int shift = 0;
    while (true) {
      int next = unsignedByte();
      value |= (long) (next & PAYLOAD) << shift;
      int bitsLeft = bits - shift;
      shift += PAYLOAD_BITS;
      if (bitsLeft < PAYLOAD_BITS) {
        requireSignExtension(next, bitsLeft, bits);
        return extended(value, bits);
      }
      if ((next & CONTINUES) == 0) {
        return (next & SIGN) != 0 && shift < Long.SIZE ? value | -1L << shift : value;
      }
      if (shift >= bits) throw malformed(tooLong(bits));
    }
  }

  private void requireSignExtension(int last, int bitsLeft, int bits)
      throws ModuleRefusedException {
    int sign = last >> (bitsLeft - 1) & 1;
    int unused = (last & PAYLOAD) >> bitsLeft;
    int expected = sign == 0 ? 0 : (1 << (PAYLOAD_BITS - bitsLeft)) - 1;
    if ((last & CONTINUES) != 0 || unused != expected) throw malformed(tooLong(bits));
  }

  private static long extended(long value, int bits) {
    int unused = Long.SIZE - bits;
    return value << unused >> unused;
  }

  private long unsigned(int bits) throws ModuleRefusedException {
    long value = 0;
    for (int shift = 0; shift < bits; shift += PAYLOAD_BITS) {
      int next = unsignedByte();
      int bitsLeft = bits - shift;
      if (bitsLeft < PAYLOAD_BITS && next >> bitsLeft != 0) throw malformed(tooLong(bits));
      value |= (long) (next & PAYLOAD) << shift;
      if ((next & CONTINUES) == 0) return value;
    }
    throw malformed(tooLong(bits));
  }

  private static String tooLong(int bits) {
    return "has a number that does not fit into " + bits + " bits";
  }

  /** The bytes are not what the format asks for; says at which offset of the file. */
  ModuleRefusedException malformed(String what) {
    return ModuleRefusedException.of(
        ComplaintKind.MALFORMED,
        place + " " + what + " (at byte " + position + ")",
        "the file is damaged or incomplete: build or copy it again");
  }

  /** It can be read, but breaks a rule. */
  ModuleRefusedException invalid(String what) {
    return ModuleRefusedException.of(
        ComplaintKind.INVALID,
        place + " " + what + " (at byte " + position + ")",
        "the tool that made the module is at fault: update it");
  }
}
