package io.processdistro.common.cli;

import io.processdistro.common.config.Configuration;
import io.processdistro.common.config.Setting;
import java.util.List;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives options that were not written the values of the configuration. */
public final class ConfiguredDefaults implements IDefaultValueProvider {
  private final Configuration configuration;
  private final List<String> sections;

  /**
   * @param sections of the configuration that this program reads, by name
   */
  public ConfiguredDefaults(Configuration configuration, List<String> sections) {
    this.configuration = configuration;
    this.sections = sections;
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? Setting.ofOption(option.longestName(), sections).flatMap(configuration::said).orElse(null)
        : null;
  }
}
