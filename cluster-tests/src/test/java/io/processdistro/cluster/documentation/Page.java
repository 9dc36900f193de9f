package io.processdistro.cluster.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One page of the documentation, in Markdown.
 *
 * @param file its absolute path
 */
record Page(Path file, String text) {
  /** The project's root. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +(.*)$", Pattern.MULTILINE);
  private static final Pattern FENCE =
      Pattern.compile("^```([^\\n]*)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");

  /** What a block of commands is for; blocks without one of these words are only shown. */
  enum Use {
    /** One after the other. */
    RUN,
    /** In a terminal of its own: one command, which goes on. */
    BACKGROUND
  }

  /** A block of commands that a test runs. */
  record Block(Use use, String commands) {}

  static Page of(String path) throws IOException {
    return of(ROOT.resolve(path));
  }

  private static Page of(Path file) throws IOException {
    return new Page(file, Files.readString(file));
  }

  /** Every page that is part of the project. */
  static List<Page> all() throws IOException {
    var pages = new ArrayList<Page>();
    for (var folder : List.of("documentation", "config", "wasm-tasks")) {
      try (var files = Files.walk(ROOT.resolve(folder))) {
        for (var file : markdown(files).toList()) pages.add(of(file));
      }
    }
    try (var files = Files.list(ROOT)) {
      for (var file : markdown(files).toList()) pages.add(of(file));
    }
    return pages;
  }

  private static Stream<Path> markdown(Stream<Path> files) {
    return files.filter(
        file -> file.toString().endsWith(".md") && !file.toString().contains("/target/"));
  }

  /** Targets of links and images, without those to other sites. */
  List<String> localLinks() {
    return FENCE
        .matcher(text)
        .replaceAll("")
        .transform(LINK::matcher)
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://") && !link.startsWith("mailto:"))
        .toList();
  }

  /** The names by which its headings can be linked to. */
  Set<String> anchors() {
    var anchors = new TreeSet<String>();
    HEADING
        .matcher(FENCE.matcher(text).replaceAll(""))
        .results()
        .forEach(heading -> anchors.add(anchor(heading.group(1))));
    return anchors;
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  /** Words in code font outside of blocks. */
  List<String> names() {
    return CODE.matcher(FENCE.matcher(text).replaceAll(""))
        .results()
        .map(code -> code.group(1))
        .toList();
  }

  /** In their order. */
  List<Block> blocks() {
    return FENCE.matcher(text).results().flatMap(Page::block).toList();
  }

  private static Stream<Block> block(MatchResult fence) {
    var words = List.of(fence.group(1).split(" "));
    if (!words.getFirst().equals("sh") || words.size() < 2) return Stream.empty();
    return Stream.of(new Block(Use.valueOf(words.get(1).toUpperCase(Locale.ROOT)), fence.group(2)));
  }
}
