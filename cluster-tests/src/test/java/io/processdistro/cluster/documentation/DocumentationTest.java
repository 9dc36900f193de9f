package io.processdistro.cluster.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  /** A class's name, perhaps with a method or nested class behind it. */
  private static final Pattern CLASS =
      Pattern.compile("([A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+)(?:\\.[A-Za-z]+)?");

  private static final Pattern PACKAGE = Pattern.compile("[a-z]+(?:\\.[a-z]+)*");
  private static final String COMMON_PACKAGE = ".io.processdistro.";

  @Test
  void everyLinkBetweenPagesLeadsSomewhere() throws IOException {
    var dead = new ArrayList<String>();
    int links = 0;
    for (var page : Page.all()) {
      for (var link : page.localLinks()) {
        links++;
        if (!leadsSomewhere(page, link)) dead.add(page.file() + " -> " + link);
      }
    }
    assertThat(dead).isEmpty();
    assertThat(links).isGreaterThan(50);
  }

  private static boolean leadsSomewhere(Page page, String link) throws IOException {
    var parts = link.split("#", 2);
    var target =
        parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
    if (!Files.exists(target)) return false;
    if (parts.length == 1) return true;
    return new Page(target, Files.readString(target)).anchors().contains(parts[1]);
  }

  @Test
  void theArchitectureNamesClassesThatExist() throws IOException {
    var known = new TreeSet<String>();
    try (var files = Files.walk(Page.ROOT)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .forEach(name -> known.add(name.substring(0, name.length() - ".java".length())));
    }
    var named = new TreeSet<String>();
    for (var name : Page.of("documentation/architecture.md").names()) {
      var matcher = CLASS.matcher(name);
      if (matcher.matches()) named.add(matcher.group(1));
    }
    assertThat(named).hasSizeGreaterThan(40);
    assertThat(known).containsAll(named);
  }

  @Test
  void theArchitectureNamesEveryPackageAndNoOther() throws IOException {
    var packages = packages();
    assertThat(packages).hasSizeGreaterThan(60);
    var folders = new TreeSet<String>();
    for (var name : packages) folders.add(name.split("\\.")[0]);
    var named = new TreeSet<String>();
    for (var name : Page.of("documentation/architecture.md").names()) {
      boolean isPackage = PACKAGE.matcher(name).matches() && folders.contains(name.split("\\.")[0]);
      if (isPackage) named.add(name);
    }
    assertThat(named).containsAll(packages);
    named.removeAll(packages);
    assertThat(named).allMatch(name -> !name.contains("."));
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    try (var files = Files.walk(Page.ROOT)) {
      assertThat(files.filter(DocumentationTest::isMainSource).map(Path::getParent).distinct())
          .allMatch(folder -> Files.exists(folder.resolve("package-info.java")));
    }
  }

  /** Of all programs, without what their names have in common. */
  private static TreeSet<String> packages() throws IOException {
    var packages = new TreeSet<String>();
    try (var files = Files.walk(Page.ROOT)) {
      files
          .filter(DocumentationTest::isMainSource)
          .map(file -> file.getParent().toString().replace('/', '.'))
          .map(name -> name.substring(name.lastIndexOf(COMMON_PACKAGE) + COMMON_PACKAGE.length()))
          .forEach(packages::add);
    }
    return packages;
  }

  private static boolean isMainSource(Path file) {
    return file.toString().endsWith(".java")
        && file.toString().contains("/src/main/java/io/processdistro/");
  }
}
