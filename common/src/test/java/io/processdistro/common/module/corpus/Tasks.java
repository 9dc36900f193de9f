package io.processdistro.common.module.corpus;

import java.util.function.Consumer;

/** Whole task modules around a few instructions. */
public final class Tasks {
  static final int[] NOTHING = {};
  private static final int[] ONE_NUMBER = {Code.I32};
  private static final int[] POINTER_AND_LENGTH = {Code.I32, Code.I32};
  private static final int INPUT_AT = 1024;

  /** Function types of a native module, by index. */
  public static final int ALLOCATE_TYPE = 0;

  public static final int PHASE_TYPE = 1;
  public static final int ACTION_TYPE = 2;

  private Tasks() {}

  /** Answers no output at all. */
  public static Code noOutput() {
    return new Code().i64(0);
  }

  /** One page of memory; {@code execute} runs the instructions, which leave its i64. */
  public static byte[] execute(Code code) {
    return execute(code, builder -> builder.memory(1));
  }

  /** Likewise, with a memory and more of the caller's choice; functions from 0 on are free. */
  public static byte[] execute(Code code, Consumer<ModuleBuilder> more) {
    return withLocals(new byte[] {0}, code, more);
  }

  /** {@code execute} has two more locals: 2 is an i32, 3 an i64. */
  public static byte[] executeWithLocals(Code code) {
    return withLocals(new byte[] {2, 1, Code.I32, 1, Code.I64}, code, builder -> builder.memory(1));
  }

  private static byte[] withLocals(byte[] locals, Code code, Consumer<ModuleBuilder> more) {
    var builder = builder();
    more.accept(builder);
    int allocate = builder.function(ALLOCATE_TYPE, new Code().i32(INPUT_AT));
    int execute = builder.function(PHASE_TYPE, locals, code);
    return builder
        .exportMemory()
        .exportFunction("alloc", allocate)
        .exportFunction("execute", execute)
        .build();
  }

  /** {@code alloc} runs other instructions, which leave its i32. */
  public static byte[] allocate(Code allocation) {
    var builder = builder().memory(1);
    int allocate = builder.function(ALLOCATE_TYPE, allocation);
    int execute = builder.function(PHASE_TYPE, noOutput());
    return builder
        .exportMemory()
        .exportFunction("alloc", allocate)
        .exportFunction("execute", execute)
        .build();
  }

  /** The start function runs the instructions; {@code execute} answers nothing. */
  public static byte[] start(Code code) {
    return execute(
        noOutput(),
        builder -> {
          builder.memory(1);
          builder.start(builder.function(ACTION_TYPE, code));
        });
  }

  /** A builder that has the three types of native modules and nothing else. */
  public static ModuleBuilder builder() {
    var builder = new ModuleBuilder();
    builder.type(ONE_NUMBER, Code.I32);
    builder.type(POINTER_AND_LENGTH, Code.I64);
    builder.type(NOTHING);
    return builder;
  }

  /** A WASI command with one imported function (#0) and a {@code _start} with one i32 local. */
  public static byte[] command(String imported, int[] parameters, int[] results, Code start) {
    var builder = new ModuleBuilder();
    int action = builder.type(NOTHING);
    int type = builder.type(parameters, results);
    builder.importFunction("wasi_snapshot_preview1", imported, type);
    int entry = builder.memory(1).function(action, 1, Code.I32, start);
    return builder.exportMemory().exportFunction("_start", entry).build();
  }
}
