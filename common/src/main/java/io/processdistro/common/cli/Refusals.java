package io.processdistro.common.cli;

import io.processdistro.common.text.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Wrong usage in words: what was written, what is allowed, what was probably meant. */
public final class Refusals {
  private static final Set<Class<?>> WHOLE_NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);

  private Refusals() {}

  /** A sentence without the program's name, such as {@code --limit: a whole number, not many}. */
  public static String reason(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().getFirst(), e.getCommandLine());
    }
    var argument = e.getArgSpec();
    if (argument != null && e.getCause() instanceof TypeConversionException conversion) {
      return nameOf(argument) + ": " + expected(argument, e.getValue(), conversion);
    }
    return decapitalise(e.getMessage());
  }

  private static String expected(ArgSpec argument, String written, TypeConversionException e) {
    var type = argument.type();
    if (type.isEnum()) return oneOf(type, written);
    if (argument.converters().length == 0 && WHOLE_NUMBERS.contains(type))
      return "a whole number, not " + written;
    return e.getMessage();
  }

  private static String oneOf(Class<?> type, String written) {
    var allowed =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
            .toList();
    int last = allowed.size() - 1;
    var all =
        last == 0
            ? allowed.getFirst()
            : String.join(", ", allowed.subList(0, last)) + " or " + allowed.get(last);
    return all + ", not " + written + didYouMean(written, allowed);
  }

  private static String didYouMean(String written, List<String> candidates) {
    return NearestName.of(written, candidates)
        .map(near -> "; did you mean " + near + "?")
        .orElse("");
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
    return "unknown " + kind + " " + written + didYouMean(name, candidates.toList());
  }

  private static String decapitalise(String message) {
    boolean word = message.length() > 1 && Character.isLowerCase(message.charAt(1));
    return word ? Character.toLowerCase(message.charAt(0)) + message.substring(1) : message;
  }
}
