package io.processdistro.common.config;

/**
 * @param text checked: what the setting's type allows
 */
record Value(String text, Origin origin) {
  /** Checks, and says where the value stands if it is wrong. */
  static Value of(Setting setting, String text, Origin origin) throws ConfigurationException {
    try {
      setting.type().check(text);
      return new Value(text, origin);
    } catch (IllegalArgumentException e) {
      var place = origin instanceof Origin.Variable ? "" : setting.key() + ": ";
      throw new ConfigurationException(origin.text() + ": " + place + e.getMessage(), e);
    }
  }
}
