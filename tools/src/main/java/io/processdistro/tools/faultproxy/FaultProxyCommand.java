package io.processdistro.tools.faultproxy;

import io.processdistro.common.state.ControllerAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tools faultproxy}: a bad network between a controller and whoever connects to it. */
@Command(
    name = "faultproxy",
    mixinStandardHelpOptions = true,
    description =
        "Listens on loopback and passes connections on to a server, with faults. Give its address to nodes or commands instead of the controller's.")
public final class FaultProxyCommand implements Callable<Integer> {
  private static final Duration REPORT_EVERY = Duration.ofSeconds(10);
  private static final Duration STEP = Duration.ofMillis(100);

  @Spec private CommandSpec spec;

  @Option(names = "--target", required = true, paramLabel = "HOST:PORT", description = "Server.")
  private String target;

  @Option(
      names = "--listen",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where to listen; 0 (default): any free port.")
  private int listenPort;

  @Option(
      names = "--latency-millis",
      defaultValue = "0",
      description = "Added to each direction (default ${DEFAULT-VALUE}).")
  private long latencyMillis;

  @Option(
      names = "--jitter-millis",
      defaultValue = "0",
      description = "At most so much more latency (default ${DEFAULT-VALUE}).")
  private long jitterMillis;

  @Option(
      names = "--bytes-per-second",
      defaultValue = "0",
      description = "Of each connection and direction; 0 (default): no limit.")
  private long bytesPerSecondMax;

  @Option(
      names = "--corrupt-every",
      paramLabel = "BYTES",
      defaultValue = "0",
      description = "Flip a bit in so many bytes on average; 0 (default): never.")
  private long corruptEveryBytes;

  @Option(
      names = "--duplicate-every",
      paramLabel = "BYTES",
      defaultValue = "0",
      description = "Deliver some bytes twice, once in so many on average; 0 (default): never.")
  private long duplicateEveryBytes;

  @Option(
      names = "--discard",
      paramLabel = "DIRECTION",
      description = "Deliver nothing this way: ${COMPLETION-CANDIDATES}.")
  private Direction discarded;

  @Option(
      names = "--cut-every-seconds",
      defaultValue = "0",
      description = "Break all connections so often; 0 (default): never.")
  private long cutEverySeconds;

  @Option(
      names = "--half-open-every-seconds",
      defaultValue = "0",
      description =
          "Break all connections on the server's side only, so often; 0 (default): never.")
  private long halfOpenEverySeconds;

  @Option(
      names = "--seconds",
      defaultValue = "3600",
      description = "When to stop (default ${DEFAULT-VALUE}).")
  private long seconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of what is damaged (default ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public Integer call() throws Exception {
    var listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), checkedListenPort());
    try (var proxy = FaultProxy.start(listen, targetAddress(), seed)) {
      proxy.setBoth(faults());
      if (discarded != null) proxy.set(discarded, faults().withDiscarding(true));
      System.out.println(
          "listening on " + proxy.address().getHostString() + ":" + proxy.address().getPort());
      run(proxy);
    }
    return 0;
  }

  private int checkedListenPort() {
    if (listenPort >= 0 && listenPort <= 65_535) return listenPort;
    throw new ParameterException(
        spec.commandLine(), "--listen is a port, 0 to 65535, not " + listenPort);
  }

  private InetSocketAddress targetAddress() {
    try {
      var address = ControllerAddress.parse(target);
      return new InetSocketAddress(address.host(), address.port());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--target: " + e.getMessage(), e);
    }
  }

  private LinkFaults faults() {
    try {
      return new LinkFaults(
          Duration.ofMillis(latencyMillis),
          Duration.ofMillis(jitterMillis),
          bytesPerSecondMax,
          corruptEveryBytes,
          duplicateEveryBytes,
          false);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void run(FaultProxy proxy) throws InterruptedException {
    long steps = Duration.ofSeconds(seconds).dividedBy(STEP);
    for (long step = 1; step <= steps; step++) {
      Thread.sleep(STEP);
      if (isTime(step, Duration.ofSeconds(cutEverySeconds))) proxy.cut();
      if (isTime(step, Duration.ofSeconds(halfOpenEverySeconds))) proxy.halfOpen();
      if (isTime(step, REPORT_EVERY)) System.out.println(proxy.counters());
    }
  }

  private static boolean isTime(long step, Duration every) {
    return every.isPositive() && step % every.dividedBy(STEP) == 0;
  }
}
