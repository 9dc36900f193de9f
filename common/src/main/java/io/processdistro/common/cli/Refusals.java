package io.processdistro.common.cli;

import io.processdistro.common.text.NearestName;
import java.util.Arrays;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong usage in words: what was written, what is allowed, what was probably meant. */
public final class Refusals {
  private Refusals() {}

  /** A sentence without the program's name, such as {@code --limit: a whole number, not many}. */
  public static String reason(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().getFirst(), e.getCommandLine());
    }
    if (e.getArgSpec() != null && e.getCause() instanceof TypeConversionException) {
      return nameOf(e.getArgSpec()) + ": " + e.getCause().getMessage();
    }
    return decapitalise(e.getMessage());
  }

  /** The long name of an option, the label of a parameter. */
  private static String nameOf(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String unknown(String written, CommandLine command) {
    var spec = command.getCommandSpec();
    boolean option = written.startsWith("-");
    Stream<String> candidates =
        option
            ? spec.options().stream().flatMap(known -> Arrays.stream(known.names()))
            : spec.subcommands().keySet().stream();
    var kind = option ? "option" : spec.subcommands().isEmpty() ? "argument" : "command";
    var name = option ? written.split("=", 2)[0] : written;
    return "unknown "
        + kind
        + " "
        + written
        + NearestName.of(name, candidates.toList())
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
  }

  private static String decapitalise(String message) {
    boolean word = message.length() > 1 && Character.isLowerCase(message.charAt(1));
    return word ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
  }
}
