package io.processdistro.common.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.slf4j.LoggerFactory;

/**
 * Log lines on standard error: time, level, key=value. Set up in code, because a configuration file
 * on the class path would be found by every program that shares the distribution's {@code lib/}.
 */
public final class Logging {
  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %msg%n%rEx{short}";

  private Logging() {}

  /**
   * @param level of our own messages; libraries are heard from WARN on
   * @param silenced loggers of libraries that say what is told anyway
   */
  public static void setUp(Level level, String... silenced) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("io.processdistro").setLevel(level);
    for (var logger : silenced) context.getLogger(logger).setLevel(Level.OFF);
    // Says at WARN what its callers are told anyway, at length.
    context.getLogger("javax.jmdns").setLevel(Level.ERROR);
  }
}
