package io.processdistro.common.module;

import java.util.Arrays;

/**
 * The declarations of locals at the start of a function's body.
 *
 * @param count of groups
 * @param locals in all groups together; up to 2^32 for each group, so in a long
 * @param entries where the groups lie, without their count
 */
record LocalGroups(int count, long locals, Span entries) {
  /** An i64 for the budget, then an i32 for lengths. */
  private static final byte[] ADDED = {
    1, (byte) ValueType.I64.code(), 1, (byte) ValueType.I32.code()
  };

  private static final int ADDED_GROUP_BYTES = 2;

  /**
   * Goes past them.
   *
   * @param reader stands at the start of the body
   */
  static LocalGroups read(ByteReader reader) throws ModuleRefusedException {
    int count = reader.count("groups of locals", ModuleLimits.LOCALS_MAX);
    int start = reader.position();
    long locals = 0;
    for (int i = 0; i < count; i++) {
      locals += reader.unsignedNumber();
      reader.valueType();
    }
    return new LocalGroups(count, locals, new Span(start, reader.position()));
  }

  static LocalGroups read(byte[] bytes, Span body) throws ModuleRefusedException {
    return read(new ByteReader(bytes, body, "a function"));
  }

  /** Writes them with the first {@code added} of the locals that metering needs. */
  void writeWithAdded(int added, byte[] bytes, ByteWriter out) {
    out.unsigned((long) count + added).copy(bytes, entries);
    out.copy(ADDED, 0, added * ADDED_GROUP_BYTES);
  }

  /** Whether the last {@code added} groups are those that metering adds. */
  boolean endsWithAdded(int added, byte[] bytes) {
    int length = added * ADDED_GROUP_BYTES;
    int start = entries.end() - length;
    return count >= added
        && entries.length() >= length
        && Arrays.equals(bytes, start, entries.end(), ADDED, 0, length);
  }

  /** Writes them without the last {@code added} groups. */
  void writeWithoutAdded(int added, byte[] bytes, ByteWriter out) {
    out.unsigned((long) count - added)
        .copy(bytes, entries.start(), entries.end() - added * ADDED_GROUP_BYTES);
  }
}
