package io.processdistro.controller.tar;

import java.nio.charset.StandardCharsets;

/** Which names files in an archive may have: relative, below the directory, printable. */
public final class EntryName {
  /** Longest name in bytes of UTF-8, by the format: 155 before a slash, 100 behind it. */
  public static final int BYTES_MAX = 155 + 1 + 100;

  private EntryName() {}

  /**
   * @throws TarException saying what is wrong with the name, which is quoted harmlessly
   */
  public static String require(String name) throws TarException {
    var reason = complaintAbout(name);
    if (reason == null) return name;
    throw new TarException("the file name " + quoted(name) + " " + reason);
  }

  private static String complaintAbout(String name) {
    if (name.isEmpty()) return "is empty";
    if (name.getBytes(StandardCharsets.UTF_8).length > BYTES_MAX) {
      return "is longer than " + BYTES_MAX + " bytes";
    }
    if (name.startsWith("/") || name.contains("\\") || name.contains(":")) {
      return "is not relative, or has a backslash or a colon in it";
    }
    if (name.chars().anyMatch(c -> Character.isISOControl(c) || Character.isSurrogate((char) c))) {
      return "has characters in it that cannot be shown";
    }
    for (var part : name.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "has an empty part, \".\" or \"..\" in it";
      }
    }
    return null;
  }

  private static String quoted(String name) {
    var cut = name.length() > 60 ? name.substring(0, 60) + "..." : name;
    return '"' + cut.replaceAll("[^\\x20-\\x7e]", "?") + '"';
  }
}
