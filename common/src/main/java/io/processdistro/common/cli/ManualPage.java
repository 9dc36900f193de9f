package io.processdistro.common.cli;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * One command's page of the manual, in the macros of man(7). Says what {@code --help} says: both
 * are made of the same descriptions.
 */
final class ManualPage {
  static final int SECTION = 1;

  /**
   * Where picocli's descriptions of options and parameters stand in the rows of their renderers.
   */
  private static final int DESCRIPTION_COLUMN = 4;

  /** A day would make two builds of the same sources differ. */
  private static final String NO_DATE = "";

  private static final Mark BOLD = new Mark("\uE000");
  private static final Mark ITALIC = new Mark("\uE001");
  private static final String ROMAN = "\uE002";
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-9;]*m");
  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Help.ColorScheme MARKS =
      new Help.ColorScheme.Builder(Ansi.ON)
          .commands(BOLD)
          .options(BOLD)
          .parameters(ITALIC)
          .optionParams(ITALIC)
          .build();

  private final CommandSpec command;
  private final Help help;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(CommandSpec command) {
    this.command = command;
    this.help = new Help(command, MARKS);
  }

  /**
   * @param product name and version, for the foot of the page
   */
  static String of(CommandSpec command, String product) {
    var page = new ManualPage(command);
    page.write(product);
    return page.page.toString();
  }

  /** Under which {@code man} finds it: the words of the command with hyphens between. */
  static String nameOf(CommandSpec command) {
    return command.qualifiedName("-");
  }

  private void write(String product) {
    var name = nameOf(command);
    line(
        ".TH",
        quoted(name.toUpperCase(Locale.ROOT)),
        quoted(String.valueOf(SECTION)),
        quoted(NO_DATE),
        quoted(product),
        quoted("ProcessDistro"));
    // Neither hyphens nor wide gaps in what people copy.
    line(".nh");
    line(".ad l");
    heading("NAME");
    line(roff(name) + " \\- " + roff(summary(command)));
    heading("SYNOPSIS");
    line(roff(help.synopsis(0)));
    heading("DESCRIPTION");
    line(roff(help.description()));
    parameters();
    options();
    commands();
    exitStatus();
    seeAlso();
  }

  private void parameters() {
    var shown = command.positionalParameters().stream().filter(it -> !it.hidden()).toList();
    if (shown.isEmpty()) return;
    heading("ARGUMENTS");
    for (var parameter : shown) parameter(parameter);
  }

  private void parameter(PositionalParamSpec parameter) {
    var labels = help.parameterLabelRenderer();
    item(
        labels.renderParameterLabel(parameter, Ansi.ON, List.of(ITALIC)).toString(),
        help.createDefaultParameterRenderer().render(parameter, labels, MARKS));
  }

  private void options() {
    var shown =
        command.options().stream()
            .filter(Predicate.not(OptionSpec::hidden))
            .sorted(Comparator.comparing(option -> option.longestName().replaceFirst("^-+", "")))
            .toList();
    if (shown.isEmpty()) return;
    heading("OPTIONS");
    for (var option : shown) option(option);
  }

  private void option(OptionSpec option) {
    var labels = help.parameterLabelRenderer();
    var names =
        Arrays.stream(option.names())
            .map(name -> BOLD.on() + name + BOLD.off())
            .reduce((first, next) -> first + ", " + next)
            .orElseThrow();
    item(
        names + labels.renderParameterLabel(option, Ansi.ON, List.of(ITALIC)),
        help.createDefaultOptionRenderer().render(option, labels, MARKS));
  }

  private void item(String label, Text[][] rows) {
    var description = new StringBuilder();
    for (var row : rows) description.append(row[DESCRIPTION_COLUMN]).append(' ');
    item(label, description.toString());
  }

  private void item(String label, String description) {
    line(".TP");
    line(roff(label));
    line(roff(description));
  }

  private void commands() {
    var children = ManualPages.childrenOf(command);
    if (children.isEmpty()) return;
    heading("COMMANDS");
    for (var child : children) item(reference(child), summary(child));
  }

  private void exitStatus() {
    var codes = command.usageMessage().exitCodeList();
    if (codes.isEmpty()) return;
    heading("EXIT STATUS");
    codes.forEach((code, meaning) -> item(code.strip(), meaning));
  }

  private void seeAlso() {
    if (command.parent() == null) return;
    heading("SEE ALSO");
    line(roff(reference(command.parent())));
  }

  private static String reference(CommandSpec other) {
    return BOLD.on() + nameOf(other) + BOLD.off() + "(" + SECTION + ")";
  }

  /** The first sentence of its description, or all of that if it has no other one. */
  private static String summary(CommandSpec command) {
    var text = BLANKS.matcher(new Help(command, MARKS).description()).replaceAll(" ").strip();
    int end = text.indexOf(". ");
    var first = end < 0 ? text : text.substring(0, end);
    return first.endsWith(".") ? first.substring(0, first.length() - 1) : first;
  }

  private void heading(String title) {
    line(".SH " + quoted(title));
  }

  private void line(String... words) {
    page.append(String.join(" ", words)).append('\n');
  }

  private static String quoted(String text) {
    return '"' + escaped(text).replace("\"", "\\(dq") + '"';
  }

  /** As one line of text, which no macro can begin. */
  private static String roff(String text) {
    var plain = COLOURS.matcher(text).replaceAll("");
    var line =
        escaped(BLANKS.matcher(plain).replaceAll(" ").strip())
            .replace(BOLD.on(), "\\fB")
            .replace(ITALIC.on(), "\\fI")
            .replace(ROMAN, "\\fR");
    return line.startsWith(".") || line.startsWith("'") ? "\\&" + line : line;
  }

  /** Characters that mean something to roff, or that it would make prettier than people type. */
  private static String escaped(String text) {
    return text.replace("\\", "\\(rs")
        .replace("-", "\\-")
        .replace("'", "\\(aq")
        .replace("`", "\\(ga")
        .replace("^", "\\(ha")
        .replace("~", "\\(ti");
  }

  /** Stands in picocli's texts until they are roff; of no other use in any text. */
  private record Mark(String on) implements Help.Ansi.IStyle {
    @Override
    public String off() {
      return ROMAN;
    }
  }
}
