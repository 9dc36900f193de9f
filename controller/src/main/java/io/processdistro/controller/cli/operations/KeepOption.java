package io.processdistro.controller.cli.operations;

import io.processdistro.controller.cli.shared.CommandException;
import io.processdistro.controller.cli.shared.ExitCode;
import io.processdistro.controller.store.KeepLimits;
import java.time.Duration;
import java.util.regex.Pattern;

/** Reads {@code --keep}: an age, a size, or both with a comma between them. */
final class KeepOption {
  private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,5})(h|d)");
  private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,8})(MiB|GiB|TiB)");

  private KeepOption() {}

  /** What is not named stays as it is by default. */
  static KeepLimits parse(String text) throws CommandException {
    var limits = KeepLimits.DEFAULTS;
    for (var part : text.split(",", -1)) {
      var age = AGE.matcher(part);
      var size = SIZE.matcher(part);
      if (age.matches()) {
        limits =
            new KeepLimits(
                duration(age.group(1), age.group(2)), limits.resultBytesMax(), limits.jobsMax());
      } else if (size.matches()) {
        limits =
            new KeepLimits(limits.ageMax(), bytes(size.group(1), size.group(2)), limits.jobsMax());
      } else {
        throw new CommandException(
            ExitCode.USAGE,
            "--keep: an age (h, d), a size (MiB, GiB, TiB) or both, such as 7d,20GiB; not " + text);
      }
    }
    return limits;
  }

  private static Duration duration(String number, String unit) {
    long amount = Long.parseLong(number);
    return unit.equals("d") ? Duration.ofDays(amount) : Duration.ofHours(amount);
  }

  private static long bytes(String number, String unit) {
    int bits =
        switch (unit) {
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 40;
        };
    return Long.parseLong(number) << bits;
  }
}
