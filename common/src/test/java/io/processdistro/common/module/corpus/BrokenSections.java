package io.processdistro.common.module.corpus;

import static io.processdistro.common.module.ComplaintKind.EXPORT_MISSING;
import static io.processdistro.common.module.ComplaintKind.INVALID;
import static io.processdistro.common.module.ComplaintKind.LIMIT_EXCEEDED;
import static io.processdistro.common.module.ComplaintKind.MALFORMED;

import io.processdistro.common.module.ComplaintKind;
import java.util.Arrays;
import java.util.List;

/** Sections that lie about their length, come twice or in the wrong order. */
final class BrokenSections {
  private static final int LARGE_BYTES = 17 << 20;

  private BrokenSections() {}

  static List<HostileModule> all() {
    return List.of(
        refused("nothing after the header", new Bytes(), EXPORT_MISSING, "execute"),
        malformed("a section without length", new Bytes().raw(1), "breaks off"),
        malformed(
            "a section of 2^32-1 bytes",
            new Bytes().raw(1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0),
            "4294967295 bytes"),
        malformed("a section longer than the file", new Bytes().raw(1, 9, 0), "9 bytes"),
        malformed(
            "a length of six bytes",
            new Bytes().raw(1, 0x81, 0x80, 0x80, 0x80, 0x80, 0, 0),
            "does not fit into 32 bits"),
        malformed(
            "a length with bits beyond 32",
            new Bytes().raw(1, 0xff, 0xff, 0xff, 0xff, 0x7f, 0),
            "does not fit into 32 bits"),
        malformed("a section of unknown kind", new Bytes().raw(15, 0), "kind 15"),
        malformed("a section of kind 255", new Bytes().raw(255, 0), "kind 255"),
        malformed("the type section twice", new Bytes().raw(1, 1, 0, 1, 1, 0), "twice"),
        malformed("the code section twice", new Bytes().raw(10, 1, 0, 10, 1, 0), "twice"),
        malformed(
            "functions before types", new Bytes().raw(3, 1, 0, 1, 1, 0), "after the function"),
        malformed("data before code", new Bytes().raw(11, 1, 0, 10, 1, 0), "after the data"),
        malformed("data count after code", new Bytes().raw(10, 1, 0, 12, 1, 0), "after the code"),
        malformed("bytes after the last type", new Bytes().raw(1, 2, 0, 7), "after its last entry"),
        malformed("an empty type section", new Bytes().raw(1, 0), "breaks off"),
        refused(
            "bytes after the module",
            Tasks.builder().trailing(0xde, 0xad).build(),
            MALFORMED,
            "kind 222"),
        refused("half a module", Arrays.copyOf(Tasks.execute(Tasks.noOutput()), 60), MALFORMED, ""),
        refused(
            "functions without code",
            Tasks.builder().entry(3, new byte[] {0}).build(),
            MALFORMED,
            "code for 0"),
        refused(
            "code without functions",
            Tasks.builder().entry(10, new byte[] {2, 0, 0x0b}).build(),
            MALFORMED,
            "declares 0 functions"),
        refused(
            "a data count that is not true",
            Tasks.builder().memory(1).content(12, new byte[] {7}).build(),
            MALFORMED,
            "announces 7"),
        refused(
            "a custom section without title",
            Tasks.builder().trailing(0, 0).build(),
            MALFORMED,
            "breaks off"),
        refused(
            "a custom section whose title is longer than itself",
            Tasks.builder().trailing(0, 2, 40, 'a').build(),
            MALFORMED,
            "40 bytes"),
        refused(
            "a custom section of 17 MiB",
            Tasks.builder().custom("huge", new byte[LARGE_BYTES]).build(),
            LIMIT_EXCEEDED,
            "16 MiB"),
        refused(
            "an export whose name is not UTF-8",
            Tasks.builder().memory(1).entry(7, new byte[] {2, (byte) 0xc3, 0x28, 2, 0}).build(),
            MALFORMED,
            "not UTF-8"),
        refused(
            "an export whose name has 1 MiB",
            Tasks.builder().memory(1).export("x".repeat(1 << 20), 2, 0).build(),
            LIMIT_EXCEEDED,
            "1048576 bytes"),
        refused(
            "an export of kind 9",
            Tasks.builder().memory(1).export("memory", 9, 0).build(),
            MALFORMED,
            "kind 9"),
        refused(
            "a name exported twice",
            Tasks.builder().memory(1).exportMemory().exportMemory().build(),
            INVALID,
            "\"memory\" twice"),
        refused(
            "an export of a function that does not exist",
            Tasks.builder().exportFunction("execute", 5).build(),
            INVALID,
            "function 5"),
        refused(
            "a start function that does not exist",
            Tasks.builder().start(3).build(),
            INVALID,
            "function 3"),
        HostileModule.contained("names that lie", lyingNames(), Wall.NONE),
        HostileModule.contained("a thousand custom sections", customSections(1000), Wall.NONE));
  }

  /** Functions that do not exist, escape sequences, a count that is not true. */
  private static byte[] lyingNames() {
    var names =
        new Bytes()
            .unsigned(1_000_000)
            .unsigned(0)
            .name("\u001b[31m<script>\n\u202e")
            .unsigned(77)
            .name("nobody")
            .unsigned(0)
            .name("again");
    return Tasks.execute(
        Tasks.noOutput(),
        builder ->
            builder.memory(1).custom("name", new Bytes().raw(1).sized(names.toBytes()).toBytes()));
  }

  private static byte[] customSections(int count) {
    return Tasks.execute(
        Tasks.noOutput(),
        builder -> {
          builder.memory(1);
          for (int i = 0; i < count; i++) builder.custom("section " + i, new byte[16]);
        });
  }

  private static HostileModule malformed(String name, Bytes sections, String says) {
    return refused(name, sections, MALFORMED, says);
  }

  private static HostileModule refused(
      String name, Bytes sections, ComplaintKind kind, String says) {
    var module = new Bytes().append(ModuleBuilder.HEADER).append(sections.toBytes());
    return refused(name, module.toBytes(), kind, says);
  }

  private static HostileModule refused(
      String name, byte[] module, ComplaintKind kind, String says) {
    return HostileModule.refused(name, module, kind, says);
  }
}
