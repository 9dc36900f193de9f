package io.processdistro.common.module.corpus;

import static io.processdistro.common.module.ComplaintKind.NOT_A_MODULE;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files of other kinds that are called .wasm. */
final class OtherFiles {
  private OtherFiles() {}

  static List<HostileModule> all() {
    return List.of(
        file("an empty file", "", "empty"),
        file("the magic bytes alone", "\0asm", "breaks off"),
        file("the magic bytes and half a version", "\0asm\1\0", "breaks off"),
        file("version 2", "\0asm\2\0\0\0", "version 2"),
        file("version 0", "\0asm\0\0\0\0", "version 0"),
        file("a component", "\0asm\r\0\1\0\0\61asm", "component model"),
        file("an old component", "\0asm\n\0\1\0", "component model"),
        file("wrong magic bytes", "\0asn\1\0\0\0", "begins with 00 61 73 6e"),
        file("magic bytes turned round", "msa\0\1\0\0\0", "begins with 6d 73 61 00"),
        file("a zip archive", "PK\3\4\24\0\0\0", "zip archive"),
        file("an empty zip archive", "PK\5\6\0\0\0\0", "zip archive"),
        file("a gzip file", "\37\u008b\b\0\0\0\0\0", "gzip"),
        file("a zstd file", "(\u00b5/\u00fd\4\0", "zstd"),
        file("an ELF program", "\177ELF\2\1\1\0", "ELF"),
        file("a Windows program", "MZ\u0090\0\3\0\0\0", "Windows"),
        file("a macOS program", "\u00cf\u00fa\u00ed\u00fe\7\0\0\1", "macOS"),
        file("a Java class", "\u00ca\u00fe\u00ba\u00be\0\0\0E", "Java class"),
        file("LLVM bitcode", "BC\u00c0\u00de\5\24\0\0", "LLVM bitcode"),
        file("a static library", "!<arch>\n/ ", "static library"),
        file("JavaScript", "import { run } from './m.js';\nexport default run;\n", "JavaScript"),
        file("an emscripten loader", "var Module = typeof Module != 'undefined'", "JavaScript"),
        file("WebAssembly text", "(module (func (export \"execute\")))", "text format"),
        file("WebAssembly text with a comment", ";; a module\n(module)", "text format"),
        file("an error page", "<!doctype html><title>404</title>", "HTML"),
        file("a shell script", "#!/bin/sh\nexit 0\n", "script"),
        file("a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid x\n", "Git LFS"),
        file("a poem", "The quick brown fox\njumps\n", "text"));
  }

  /** Each character is one byte. */
  private static HostileModule file(String name, String content, String says) {
    return HostileModule.refused(
        name, content.getBytes(StandardCharsets.ISO_8859_1), NOT_A_MODULE, says);
  }
}
