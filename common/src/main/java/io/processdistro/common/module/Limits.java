package io.processdistro.common.module;

import java.util.OptionalLong;

/**
 * The size of a memory (in pages) or of a table (in elements) as the module declares it.
 *
 * @param max empty if it may grow without end
 */
record Limits(long min, OptionalLong max) {
  private static final int MIN_ONLY = 0;
  private static final int MIN_AND_MAX = 1;
  private static final int SHARED = 2;
  private static final int INDEX_64 = 4;
  private static final int PAGE_SIZE = 8;

  static Limits read(ByteReader reader) throws ModuleRefusedException {
    int flags = reader.unsignedByte();
    if (flags != MIN_ONLY && flags != MIN_AND_MAX) throw refuse(flags, reader);
    long min = reader.unsignedNumber();
    if (flags == MIN_ONLY) return new Limits(min, OptionalLong.empty());
    long max = reader.unsignedNumber();
    if (max < min) {
      throw reader.invalid("declares a maximum of " + max + " below the minimum of " + min);
    }
    return new Limits(min, OptionalLong.of(max));
  }

  private static ModuleRefusedException refuse(int flags, ByteReader reader) {
    if (flags < 2 * PAGE_SIZE) {
      if ((flags & INDEX_64) != 0) return Features.MEMORY64.refuse(reader.place());
      if ((flags & SHARED) != 0) return Features.THREADS.refuse(reader.place());
      if ((flags & PAGE_SIZE) != 0) return Features.CUSTOM_PAGE_SIZES.refuse(reader.place());
    }
    return reader.malformed("declares limits of kind " + flags + ", which does not exist");
  }

  void write(ByteWriter out) {
    out.oneByte(max.isPresent() ? MIN_AND_MAX : MIN_ONLY).unsigned(min);
    max.ifPresent(out::unsigned);
  }

  /** The largest size that is both declared and allowed. */
  long maxWithin(long allowed) {
    return Math.min(max.orElse(allowed), allowed);
  }
}
