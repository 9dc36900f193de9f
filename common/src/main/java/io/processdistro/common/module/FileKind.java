package io.processdistro.common.module;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Tells from the first bytes what a file is, so that a wrong one is refused by its name. */
final class FileKind {
  private static final byte[] MAGIC = {0, 'a', 's', 'm'};
  private static final int VERSION_OFFSET = 4;
  static final int HEADER_BYTES = 8;
  private static final int ELF_LEADING = 0x7f;
  private static final int TEXT_LOOKED_AT = 512;

  private FileKind() {}

  /** Refuses everything that does not begin as a core module of version 1. */
  static void requireModule(byte[] bytes) throws ModuleRefusedException {
    if (bytes.length == 0) throw notAModule("the file is empty", "");
    if (!startsWith(bytes, MAGIC)) throw notAModule(otherKind(bytes), fixFor(bytes));
    if (bytes.length < HEADER_BYTES) {
      throw notAModule("the file breaks off within the first 8 bytes of a WebAssembly module", "");
    }
    requireVersion(bytes);
  }

  private static void requireVersion(byte[] bytes) throws ModuleRefusedException {
    int version = bytes[VERSION_OFFSET] & 0xff | (bytes[VERSION_OFFSET + 1] & 0xff) << 8;
    int layer = bytes[VERSION_OFFSET + 2] & 0xff | (bytes[VERSION_OFFSET + 3] & 0xff) << 8;
    if (layer == 1) {
      throw notAModule(
          "this is a binary of the WebAssembly component model, tasks are core modules",
          "build for the target wasm32-wasip1, or take the core module out of it with"
              + " \"wasm-tools component unbundle\"");
    }
    if (version != 1 || layer != 0) {
      throw notAModule(
          "this is WebAssembly of version "
              + version
              + (layer == 0 ? "" : ", layer " + layer)
              + ", only version 1 is known",
          "");
    }
  }

  private static String otherKind(byte[] bytes) {
    if (bytes[0] == ELF_LEADING && startsWith(bytes, "\u007fELF")) {
      return "this is a native program or library (ELF), not a WebAssembly module";
    }
    if (startsWith(bytes, "PK\u0003\u0004") || startsWith(bytes, "PK\u0005\u0006")) {
      return "this is a zip archive (or a jar), not a WebAssembly module";
    }
    if (startsWith(bytes, hex("1f8b")))
      return "this is compressed with gzip, not a WebAssembly module";
    if (startsWith(bytes, hex("28b52ffd"))) {
      return "this is compressed with zstd, not a WebAssembly module";
    }
    if (startsWith(bytes, hex("cafebabe")))
      return "this is a Java class file or a macOS binary, not a WebAssembly module";
    if (startsWith(bytes, hex("feedfacf")) || startsWith(bytes, hex("cffaedfe"))) {
      return "this is a native program of macOS, not a WebAssembly module";
    }
    if (startsWith(bytes, "MZ"))
      return "this is a native program of Windows, not a WebAssembly module";
    if (startsWith(bytes, "BC\u00c0\u00de"))
      return "this is LLVM bitcode, not a WebAssembly module";
    if (startsWith(bytes, "!<arch>")) return "this is a static library, not a WebAssembly module";
    if (looksLikeText(bytes)) return textKind(bytes);
    return "this is not a WebAssembly module: it begins with "
        + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(bytes.length, MAGIC.length))
        + " instead of 00 61 73 6d";
  }

  private static String textKind(byte[] bytes) {
    var text = text(bytes);
    if (text.startsWith("(module") || text.startsWith("(component") || text.startsWith(";;")) {
      return "this is WebAssembly in its text format, not its binary format";
    }
    if (text.startsWith("<")) return "this is an HTML or XML page, not a WebAssembly module";
    if (text.startsWith("version https://git-lfs")) {
      return "this is the pointer of a Git LFS file, not its content";
    }
    if (text.startsWith("#!")) return "this is a script, not a WebAssembly module";
    if (looksLikeJavaScript(text)) return "this is JavaScript, not a WebAssembly module";
    return "this is text, not a WebAssembly module";
  }

  private static String fixFor(byte[] bytes) {
    if (!looksLikeText(bytes)) return "name the .wasm file that the compiler wrote";
    var text = text(bytes);
    if (text.startsWith("(") || text.startsWith(";;")) return "translate it with wat2wasm";
    if (text.startsWith("version https://git-lfs")) return "fetch the file with \"git lfs pull\"";
    if (!text.startsWith("<") && looksLikeJavaScript(text)) {
      return "name the .wasm file beside it (a loader written by emscripten or wasm-bindgen is not needed)";
    }
    return "name the .wasm file that the compiler wrote";
  }

  private static boolean looksLikeJavaScript(String text) {
    for (var word :
        new String[] {
          "function", "import ", "export ", "const ", "var ", "let ", "=>", "//", "/*"
        }) {
      if (text.contains(word)) return true;
    }
    return false;
  }

  private static boolean looksLikeText(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, TEXT_LOOKED_AT); i++) {
      if (bytes[i] >= 0
          && bytes[i] < ' '
          && bytes[i] != '\n'
          && bytes[i] != '\r'
          && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] bytes) {
    int length = Math.min(bytes.length, TEXT_LOOKED_AT);
    return new String(bytes, 0, length, StandardCharsets.UTF_8)
        .replace("\ufeff", "")
        .stripLeading();
  }

  private static boolean startsWith(byte[] bytes, String start) {
    return startsWith(bytes, start.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static ModuleRefusedException notAModule(String what, String fix) {
    return ModuleRefusedException.of(ComplaintKind.NOT_A_MODULE, what, fix);
  }
}
