package io.processdistro.common.doctor;

import io.processdistro.common.cli.OutputOptions;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.text.PlainLine;
import java.util.List;

/** What a doctor found, for people or programs. */
public record DoctorReport(List<Finding> findings) {
  private static final String GREEN = "\u001b[32m";
  private static final String YELLOW = "\u001b[33m";
  private static final String RED = "\u001b[31m";
  private static final String PLAIN = "\u001b[0m";
  private static final int VERDICT_WIDTH = Verdict.WARNING.text().length();

  public DoctorReport {
    findings = List.copyOf(findings);
  }

  /** Whether nothing is a problem; warnings are none. */
  public boolean healthy() {
    return findings.stream().noneMatch(finding -> finding.is(Verdict.PROBLEM));
  }

  /** On standard output, the sum of it for people on standard error. */
  public void show(Terminal terminal, OutputOptions style) {
    style.show(terminal, findings, () -> findings.forEach(finding -> print(terminal, finding)));
    terminal.say(sum());
  }

  private String sum() {
    long problems = findings.stream().filter(finding -> finding.is(Verdict.PROBLEM)).count();
    long warnings = findings.stream().filter(finding -> finding.is(Verdict.WARNING)).count();
    return findings.size() + " checks; problems: " + problems + ", warnings: " + warnings;
  }

  private static void print(Terminal terminal, Finding finding) {
    var verdict = finding.verdict();
    var padding = " ".repeat(VERDICT_WIDTH - verdict.length());
    var shown = terminal.colours() ? colour(finding) + verdict + PLAIN : verdict;
    terminal
        .out()
        .println(
            shown
                + padding
                + "  "
                + PlainLine.of(finding.check())
                + ": "
                + PlainLine.of(finding.found()));
    if (finding.remedy().isEmpty()) return;
    terminal.out().println(" ".repeat(VERDICT_WIDTH) + "  -> " + PlainLine.of(finding.remedy()));
  }

  private static String colour(Finding finding) {
    if (finding.is(Verdict.PROBLEM)) return RED;
    return finding.is(Verdict.WARNING) ? YELLOW : GREEN;
  }
}
