package io.processdistro.common.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** With texts in which every character that means something to roff stands where it would hurt. */
class ManualPagesTest {
  @TempDir private Path folder;

  @Command(
      name = "pro-gram",
      description = {"'Quotes' first. A back\\slash, 50%% and", ".TH is no macro here."},
      exitCodeListHeading = "Exit:%n",
      exitCodeList = {"0:all is well", "1:'it' is not"})
  private static final class Program implements Runnable {
    @Option(
        names = {"-f", "--for-long"},
        paramLabel = "TIME",
        defaultValue = "5m",
        description = ".so /etc/passwd; default: ${DEFAULT-VALUE}.")
    private String time;

    @Option(names = "--secret", hidden = true)
    private boolean secret;

    @Override
    public void run() {}
  }

  @Command(name = "part", description = "Does a \"part\".")
  private static final class Part implements Runnable {
    @Parameters(paramLabel = "FILE", description = "Which; ~/it^ `all`.")
    private Path file;

    @Override
    public void run() {}
  }

  @Command(name = "inner", hidden = true, description = "Not shown.")
  private static final class Inner implements Runnable {
    @Override
    public void run() {}
  }

  @BeforeEach
  void write() throws IOException {
    var program =
        new CommandLine(new Program()).addSubcommand(new Part()).addSubcommand(new Inner());
    assertThat(ManualPages.write(program, folder.resolve("man"))).isEqualTo(2);
  }

  @Test
  void aPageSaysWhatTheHelpSaysAndNothingOfItIsAMacro() throws IOException {
    assertThat(page("pro-gram"))
        .startsWith(".TH \"PRO\\-GRAM\" \"1\" \"\" \"ProcessDistro")
        .contains("\npro\\-gram \\- \\(aqQuotes\\(aq first\n")
        .contains("\n\\(aqQuotes\\(aq first. A back\\(rsslash, 50% and .TH is no macro here.\n")
        .contains("\n\\fB\\-f\\fR, \\fB\\-\\-for\\-long\\fR=\\fITIME\\fR\n")
        .contains("\n\\&.so /etc/passwd; default: 5m.\n")
        .contains("\n\\fBpro\\-gram\\-part\\fR(1)\nDoes a \"part\"\n")
        .contains("\n.SH \"EXIT STATUS\"\n.TP\n0\nall is well\n.TP\n1\n")
        .doesNotContain("secret", "inner");
    assertThat(page("pro-gram-part"))
        .contains("\n\\fIFILE\\fR\nWhich; \\(ti/it\\(ha \\(gaall\\(ga.\n")
        .contains(".SH \"SEE ALSO\"\n\\fBpro\\-gram\\fR(1)\n");
  }

  @Test
  void groffHasNothingToComplainAbout() throws Exception {
    assumeThat(Path.of("/usr/bin/groff")).exists();
    for (var name : new String[] {"pro-gram", "pro-gram-part"}) {
      var groff =
          new ProcessBuilder("/usr/bin/groff", "-man", "-ww", "-Tutf8", "-z", file(name).toString())
              .redirectErrorStream(true)
              .start();
      var said = new String(groff.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(groff.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(said).isEmpty();
    }
  }

  private String page(String name) throws IOException {
    return Files.readString(file(name));
  }

  private Path file(String name) {
    return folder.resolve("man").resolve(name + ".1");
  }
}
