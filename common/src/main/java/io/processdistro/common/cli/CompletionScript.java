package io.processdistro.common.cli;

import java.util.stream.Collectors;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Teaches a shell the commands and options of a program. */
public enum CompletionScript {
  BASH {
    @Override
    public String of(String program, CommandLine commandLine) {
      return AutoComplete.bash(program, commandLine);
    }
  },
  /** The same script: it turns on what zsh has to run those of bash. */
  ZSH {
    @Override
    public String of(String program, CommandLine commandLine) {
      return AutoComplete.bash(program, commandLine);
    }
  },
  FISH {
    @Override
    public String of(String program, CommandLine commandLine) {
      var script = new StringBuilder("complete -c " + program + " -f\n");
      fish(script, program, "__fish_use_subcommand", commandLine);
      return script.toString();
    }
  };

  /** The whole script, which the shell sources. */
  public abstract String of(String program, CommandLine commandLine);

  private static void fish(
      StringBuilder script, String program, String condition, CommandLine commandLine) {
    var start = "complete -c " + program + " -n '" + condition + "'";
    for (var option : commandLine.getCommandSpec().options()) {
      if (!option.hidden()) script.append(start).append(fish(option)).append("\n");
    }
    for (var entry : commandLine.getSubcommands().entrySet()) {
      var usage = entry.getValue().getCommandSpec().usageMessage();
      if (usage.hidden()) continue;
      script.append(start).append(" -a ").append(entry.getKey());
      script.append(" -d ").append(quoted(usage.description())).append("\n");
      fish(script, program, "__fish_seen_subcommand_from " + entry.getKey(), entry.getValue());
    }
  }

  private static String fish(OptionSpec option) {
    var text = new StringBuilder();
    for (var name : option.names()) {
      text.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    if (option.arity().max() > 0) text.append(" -r");
    if (option.completionCandidates() != null) {
      var words = new StringBuilder();
      option.completionCandidates().forEach(word -> words.append(word).append(' '));
      text.append(" -a ").append(quoted(words.toString().strip()));
    } else if (option.typeInfo().getClassName().endsWith("Path")) {
      text.append(" -F");
    }
    return text.append(" -d ").append(quoted(option.description())).toString();
  }

  /** As one word of fish, in single quotes. */
  private static String quoted(String... lines) {
    var text = lines.length == 0 ? "" : lines[0];
    return "'"
        + text.lines()
            .collect(Collectors.joining(" "))
            .replace("\\", "\\\\")
            .replace("'", "\\'")
            .replaceAll("\\$\\{[^}]*}", "…")
        + "'";
  }
}
