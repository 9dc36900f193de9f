package io.processdistro.common.module.corpus;

import static io.processdistro.common.module.ComplaintKind.INVALID;
import static io.processdistro.common.module.ComplaintKind.MALFORMED;

import io.processdistro.common.module.ComplaintKind;
import java.util.List;

/** Code that can be read but is wrong. */
final class InvalidCode {
  private InvalidCode() {}

  static List<HostileModule> all() {
    return List.of(
        code("a result of the wrong type", INVALID, "not valid", new Code().i32(0)),
        code("no result", INVALID, "not valid", new Code()),
        code("two results", INVALID, "not valid", new Code().i64(0).i64(0)),
        code("an addition of nothing", INVALID, "not valid", new Code().op(0x6a).drop().i64(0)),
        code("a local that does not exist", INVALID, "local 9", new Code().get(9).i64(0)),
        code("a global that does not exist", INVALID, "global 0", new Code().globalGet(0).i64(0)),
        code("a call of nobody", INVALID, "function 99", new Code().call(99).i64(0)),
        code("a branch out of the function", INVALID, "label 7", new Code().br(7).i64(0)),
        code(
            "a call through a table that is not there",
            INVALID,
            "",
            new Code().i32(0).callIndirect(2).i64(0)),
        code(
            "a load aligned to more than its size",
            INVALID,
            "not valid",
            new Code().i32(0).op(0x28, 3, 0).drop().i64(0)),
        code(
            "a load aligned to 2^32 bytes",
            MALFORMED,
            "aligned",
            new Code().i32(0).op(0x28, 32, 0).drop().i64(0)),
        code("an instruction that does not exist", MALFORMED, "0xff", new Code().op(0xff).i64(0)),
        code("a bulk instruction that does not exist", MALFORMED, "0xfc", new Code().op(0xfc, 99)),
        code("a block of unknown type", MALFORMED, "", new Code().op(0x02, 0x41).end().i64(0)),
        code("one end too many", MALFORMED, "after its last entry", new Code().i64(0).end()),
        code("one end too few", MALFORMED, "breaks off", new Code().block().i64(0)),
        code("else without if", INVALID, "else without its if", new Code().op(0x05).i64(0)),
        code(
            "two elses for one if",
            INVALID,
            "else without its if",
            new Code().i32(1).when().otherwise().otherwise().end().i64(0)),
        code(
            "a constant of six bytes",
            MALFORMED,
            "32 bits",
            new Code().op(0x41, 0x80, 0x80, 0x80, 0x80, 0x80, 0).drop().i64(0)),
        code(
            "memory.init without data count",
            INVALID,
            "",
            new Code().i32(0).i32(0).i32(0).op(0xfc, 8, 0, 0).i64(0)),
        HostileModule.refused(
            "a function without any byte",
            Tasks.execute(
                Tasks.noOutput(),
                builder -> builder.memory(1).entry(3, new byte[] {2}).entry(10, new byte[] {0})),
            MALFORMED,
            "breaks off"),
        HostileModule.refused(
            "a table of numbers",
            Tasks.builder().entry(4, new byte[] {Code.I32, 0, 1}).build(),
            INVALID,
            "table of i32"),
        HostileModule.refused(
            "a maximum below the minimum",
            Tasks.builder().memory(5, 2).build(),
            INVALID,
            "below the minimum"),
        HostileModule.refused(
            "a global of mutability 2",
            Tasks.builder().entry(6, new byte[] {Code.I32, 2, 0x41, 0, 0x0b}).build(),
            MALFORMED,
            "mutability 2"),
        HostileModule.refused(
            "a start function that takes a number",
            Tasks.execute(
                Tasks.noOutput(),
                builder ->
                    builder
                        .memory(1)
                        .start(builder.function(Tasks.ALLOCATE_TYPE, new Code().i32(0)))),
            INVALID,
            ""));
  }

  private static HostileModule code(String name, ComplaintKind kind, String says, Code code) {
    return HostileModule.refused(name, Tasks.execute(code), kind, says);
  }
}
