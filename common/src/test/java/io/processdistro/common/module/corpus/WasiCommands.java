package io.processdistro.common.module.corpus;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** WASI commands that misuse what they may import. */
final class WasiCommands {
  private static final int I32 = Code.I32;
  private static final int I64 = Code.I64;
  private static final int I32_STORE = 0x36;
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int[] FOUR = {I32, I32, I32, I32};

  private WasiCommands() {}

  static List<HostileModule> all() {
    return List.of(
        command(
            "proc_exit(0)",
            "proc_exit",
            new int[] {I32},
            new int[] {},
            new Code().i32(0).call(0),
            Wall.NONE),
        command(
            "proc_exit(3)",
            "proc_exit",
            new int[] {I32},
            new int[] {},
            new Code().i32(3).call(0),
            Wall.OWN_FAILURE),
        command(
            "proc_exit(-1)",
            "proc_exit",
            new int[] {I32},
            new int[] {},
            new Code().i32(-1).call(0),
            Wall.OWN_FAILURE),
        command(
            "a trap after the imports",
            "sched_yield",
            new int[] {},
            new int[] {I32},
            new Code().unreachable(),
            Wall.TRAP),
        command(
            "endless output",
            "fd_write",
            FOUR,
            new int[] {I32},
            endlessWrite(STDOUT),
            Wall.OUTPUT_SIZE),
        command(
            "an endless log",
            "fd_write",
            FOUR,
            new int[] {I32},
            endlessWrite(STDERR),
            Wall.DEADLINE),
        command(
            "a log of escape sequences", "fd_write", FOUR, new int[] {I32}, escapes(), Wall.NONE),
        command(
            "output through 2^31 vectors",
            "fd_write",
            FOUR,
            new int[] {I32},
            write(STDOUT, 0, Integer.MIN_VALUE),
            Wall.NONE),
        command(
            "output from outside of the memory",
            "fd_write",
            FOUR,
            new int[] {I32},
            vector(-8, 64).times(1, write(STDOUT, 0, 1)),
            Wall.NONE),
        command(
            "a vector of 4 GiB",
            "fd_write",
            FOUR,
            new int[] {I32},
            vector(0, -1).times(1, write(STDOUT, 0, 1)),
            Wall.NONE),
        command("output to file 77", "fd_write", FOUR, new int[] {I32}, write(77, 0, 1), Wall.NONE),
        command(
            "input into a place outside of the memory",
            "fd_read",
            FOUR,
            new int[] {I32},
            vector(65_535, 64).times(1, write(STDIN, 0, 1)),
            Wall.NONE),
        command(
            "the clock, again and again",
            "clock_time_get",
            new int[] {I32, I64, I32},
            new int[] {I32},
            endlessClock(),
            Wall.DEADLINE),
        command(
            "the clock into nowhere",
            "clock_time_get",
            new int[] {I32, I64, I32},
            new int[] {I32},
            new Code().i32(0).i64(0).i32(-2).call(0).drop(),
            Wall.NONE),
        command(
            "a clock that does not exist",
            "clock_time_get",
            new int[] {I32, I64, I32},
            new int[] {I32},
            new Code().i32(99).i64(0).i32(64).call(0).drop(),
            Wall.NONE),
        command(
            "4 GiB of random",
            "random_get",
            new int[] {I32, I32},
            new int[] {I32},
            new Code().i32(0).i32(-1).call(0).drop(),
            Wall.NONE),
        command(
            "a sleep",
            "poll_oneoff",
            FOUR,
            new int[] {I32},
            new Code().i32(0).i32(0).i32(1).i32(0).call(0).drop(),
            Wall.NONE),
        command(
            "a file opened",
            "path_open",
            new int[] {I32, I32, I32, I32, I32, I64, I64, I32, I32},
            new int[] {I32},
            openFile(),
            Wall.NONE),
        command(
            "a file opened that must not exist",
            "path_open",
            new int[] {I32, I32, I32, I32, I32, I64, I64, I32, I32},
            new int[] {I32},
            openedFileTraps(),
            Wall.NONE),
        command(
            "the environment into nowhere",
            "environ_get",
            new int[] {I32, I32},
            new int[] {I32},
            new Code().i32(-1).i32(-1).call(0).drop(),
            Wall.NONE),
        command(
            "a seek in the input",
            "fd_seek",
            new int[] {I32, I64, I32, I32},
            new int[] {I32},
            new Code().i32(0).i64(-1).i32(0).i32(0).call(0).drop(),
            Wall.NONE));
  }

  /** Puts one vector at address 0. */
  private static Code vector(int pointer, int length) {
    return new Code()
        .i32(0)
        .i32(pointer)
        .memory(I32_STORE, 0)
        .i32(0)
        .i32(length)
        .memory(I32_STORE, 4);
  }

  private static Code write(int file, int vectors, int count) {
    return new Code().i32(file).i32(vectors).i32(count).i32(16).call(0).drop();
  }

  private static Code endlessWrite(int file) {
    return vector(64, 60_000).loop().times(1, write(file, 0, 1)).br(0).end();
  }

  /** Red text, a bell, a new line and a forged message. */
  private static Code escapes() {
    var code = vector(64, 16);
    byte[] text = "\u001b[31m\u0007\r\nERROR x".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < text.length; i++) code.i32(64 + i).i32(text[i]).memory(0x3a, 0);
    return code.times(1, write(STDERR, 0, 1));
  }

  private static Code endlessClock() {
    return new Code().loop().i32(0).i64(0).i32(64).call(0).drop().br(0).end();
  }

  private static Code openFile() {
    return new Code()
        .i32(3)
        .i32(0)
        .i32(64)
        .i32(4)
        .i32(0)
        .i64(-1)
        .i64(-1)
        .i32(0)
        .i32(128)
        .call(0)
        .drop();
  }

  /** Traps if the file could be opened. */
  private static Code openedFileTraps() {
    return new Code()
        .i32(3)
        .i32(0)
        .i32(64)
        .i32(4)
        .i32(0)
        .i64(-1)
        .i64(-1)
        .i32(0)
        .i32(128)
        .call(0)
        .op(0x45) // i32.eqz
        .when()
        .unreachable()
        .end();
  }

  private static HostileModule command(
      String name, String imported, int[] parameters, int[] results, Code start, Wall wall) {
    return HostileModule.contained(name, Tasks.command(imported, parameters, results, start), wall);
  }
}
