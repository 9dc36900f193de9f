package io.processdistro.controller.cli.shared;

import java.util.LinkedHashMap;
import java.util.Map;

/** What a command's exit status says to scripts; documented in the help of {@code controller}. */
public enum ExitCode {
  OK(0, "done"),
  ERROR(1, "error: controller not reachable, token refused, file not writable, …"),
  USAGE(2, "wrong usage, or the job or module was refused; nothing was started"),
  NOT_PLACED(
      3,
      "nothing of the job ran within the placement time-out, it stays queued; or no node fits it"
          + " (--dry-run)"),
  JOB_FAILED(4, "the job failed or was cancelled, or a module failed its test"),
  TIME_OUT(5, "the time-out passed; the job goes on"),
  VERIFICATION(6, "a verification failed: something is not as it was written"),
  INTERRUPTED(130, "interrupted by Ctrl-C; the job goes on");

  private final int status;
  private final String meaning;

  ExitCode(int status, String meaning) {
    this.status = status;
    this.meaning = meaning;
  }

  public int status() {
    return status;
  }

  /** By status, in the order of the help. */
  public static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    for (var code : values()) meanings.put(String.valueOf(code.status), code.meaning);
    return meanings;
  }
}
