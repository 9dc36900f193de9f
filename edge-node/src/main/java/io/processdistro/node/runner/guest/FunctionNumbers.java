package io.processdistro.node.runner.guest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Finds the number of a function from the name that the engine gives it, which is the one of the
 * name section, else of the export, else made from the number. Reads the few sections it needs from
 * a module that was checked before; made when a guest has trapped, for one message.
 */
final class FunctionNumbers {
  private static final Pattern UNNAMED = Pattern.compile("wasm-function:(\\d+)");
  private static final int SECTION_CUSTOM = 0;
  private static final int SECTION_EXPORT = 7;
  private static final int EXPORT_FUNCTION = 0;
  private static final int NAMES_OF_FUNCTIONS = 1;
  private static final int HEADER_BYTES = 8;
  private static final int AMBIGUOUS = -1;

  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  private FunctionNumbers() {}

  /** Names without numbers if the sections cannot be read after all. */
  static FunctionNumbers of(byte[] module) {
    var names = new FunctionNumbers();
    try {
      names.readSections(new Reader(module, HEADER_BYTES, module.length));
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      names.numbers.clear();
    }
    return names;
  }

  /** As people write it: {@code divide (#12)}, {@code #12} if it has no name. */
  String describe(String engineName) {
    var unnamed = UNNAMED.matcher(engineName);
    if (unnamed.matches()) return "#" + unnamed.group(1);
    int number = numbers.getOrDefault(engineName, AMBIGUOUS);
    var name = PrintableText.of(engineName);
    return number == AMBIGUOUS ? name : name + " (#" + number + ")";
  }

  private void readSections(Reader module) {
    while (module.hasMore()) {
      int id = module.next();
      var section = module.part();
      if (id == SECTION_EXPORT) readExports(section);
      else if (id == SECTION_CUSTOM && section.text().equals("name")) readNames(section);
    }
  }

  private void readExports(Reader section) {
    int count = section.number();
    for (int i = 0; i < count; i++) {
      var name = section.text();
      int kind = section.next();
      int number = section.number();
      if (kind == EXPORT_FUNCTION) add(name, number);
    }
  }

  private void readNames(Reader section) {
    while (section.hasMore()) {
      int kind = section.next();
      var content = section.part();
      if (kind != NAMES_OF_FUNCTIONS) continue;
      int count = content.number();
      for (int i = 0; i < count; i++) {
        int number = content.number();
        add(content.text(), number);
      }
    }
  }

  private void add(String name, int number) {
    numbers.merge(name, number, (first, second) -> first.equals(second) ? first : AMBIGUOUS);
  }

  /** Runs through a part of the module's bytes. */
  private static final class Reader {
    private final byte[] bytes;
    private final int end;
    private int position;

    Reader(byte[] bytes, int start, int end) {
      if (start < 0 || end > bytes.length || start > end) {
        throw new IndexOutOfBoundsException("a part outside of the module");
      }
      this.bytes = bytes;
      this.position = start;
      this.end = end;
    }

    boolean hasMore() {
      return position < end;
    }

    int next() {
      if (position >= end) throw new IndexOutOfBoundsException("the end of a section");
      return bytes[position++] & 0xff;
    }

    /** Variable length, 7 bits each. */
    int number() {
      int value = 0;
      for (int shift = 0; shift < Integer.SIZE; shift += 7) {
        int next = next();
        value |= (next & 0x7f) << shift;
        if (next < 0x80) return value;
      }
      throw new IllegalArgumentException("a number that does not end");
    }

    Reader part() {
      int length = number();
      var part = new Reader(bytes, position, position + length);
      position += length;
      return part;
    }

    String text() {
      int length = number();
      if (length < 0 || length > end - position) {
        throw new IndexOutOfBoundsException("a text outside of its section");
      }
      var text =
          new String(
              Arrays.copyOfRange(bytes, position, position + length), StandardCharsets.UTF_8);
      position += length;
      return text;
    }
  }
}
