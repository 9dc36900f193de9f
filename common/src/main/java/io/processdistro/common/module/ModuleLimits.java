package io.processdistro.common.module;

/**
 * What a module may be at most, whoever submits it. They keep three things small: what a parser
 * allocates for a count it has only been told, what the compiler is asked to do, and what an
 * instance costs before its first instruction.
 */
public final class ModuleLimits {
  /** The whole file, before and after rewriting. */
  public static final int MODULE_BYTES_MAX = 16 << 20;

  /** Imported and own functions together. */
  public static final int FUNCTIONS_MAX = 20_000;

  /** Beyond this the compiler gives up on a function, and it stays interpreted for ever. */
  public static final int BODY_BYTES_MAX = 32 << 10;

  /** From here on compiling takes long enough to be felt: worth a warning. */
  public static final int BODY_BYTES_WARNING = 8 << 10;

  /** Blocks, loops and ifs inside of each other; a switch of C makes one per case. */
  public static final int NESTING_MAX = 1_024;

  /** Parameters and locals of one function; the frame of one call is 8 bytes for each. */
  public static final int LOCALS_MAX = 4_096;

  public static final int PARAMETERS_MAX = 255;
  public static final int RESULTS_MAX = 16;
  public static final int BRANCH_TARGETS_MAX = 8_192;
  public static final int TYPES_MAX = 10_000;
  public static final int IMPORTS_MAX = 100;
  public static final int EXPORTS_MAX = 10_000;
  public static final int GLOBALS_MAX = 10_000;
  public static final int MEMORIES_MAX = 1;
  public static final int TABLES_MAX = 4;

  /** Elements of each table, at its start and ever; 8 bytes of the node's memory for each. */
  public static final int TABLE_ELEMENTS_MAX = 1_000_000;

  /** In all element segments together. */
  public static final int ELEMENTS_MAX = 100_000;

  /** Element and data segments, each. */
  public static final int SEGMENTS_MAX = 10_000;

  /** Import, export and custom section names, in bytes of UTF-8. */
  public static final int NAME_BYTES_MAX = 1_024;

  /** A function's name in messages, in characters; longer ones are cut. */
  public static final int FUNCTION_NAME_CHARACTERS_MAX = 128;

  /** All function names that are kept, in bytes; later functions lose theirs. */
  public static final int FUNCTION_NAMES_BYTES_MAX = 1 << 20;

  public static final int PAGE_BYTES = 65_536;

  /** 4 GiB: what a 32-bit memory can have. */
  public static final int MEMORY_PAGES_MAX = 65_536;

  private ModuleLimits() {}
}
