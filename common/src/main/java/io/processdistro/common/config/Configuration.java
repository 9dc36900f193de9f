package io.processdistro.common.config;

import io.processdistro.common.text.Amounts;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The values that hold, with where each came from. Flags are not in it: they win over all of it.
 */
public final class Configuration {
  private final Map<Setting, Value> said;

  private Configuration(Map<Setting, Value> said) {
    this.said = said;
  }

  /** What holds if nobody says anything. */
  public static Configuration usual() {
    return new Configuration(Map.of());
  }

  /**
   * @param weakestFirst each is overruled by those behind it
   */
  static Configuration of(List<Map<Setting, Value>> weakestFirst) {
    var said = new EnumMap<Setting, Value>(Setting.class);
    weakestFirst.forEach(said::putAll);
    return new Configuration(said);
  }

  /** What a file or a variable says; empty if none does. */
  public Optional<String> said(Setting setting) {
    return Optional.ofNullable(said.get(setting)).map(Value::text);
  }

  /** What holds; empty where that depends on the machine. */
  public String text(Setting setting) {
    return said(setting).orElse(setting.usual());
  }

  /** Of a setting that is a whole number and has a default. */
  public int whole(Setting setting) {
    return Integer.parseInt(text(setting));
  }

  /** Of a setting that is a time and has a default. */
  public Duration time(Setting setting) {
    return Amounts.duration(text(setting));
  }

  /** Of a setting that is true or false. */
  public boolean flag(Setting setting) {
    return Boolean.parseBoolean(text(setting));
  }

  public Origin origin(Setting setting) {
    var value = said.get(setting);
    return value == null ? new Origin.Usual() : value.origin();
  }
}
