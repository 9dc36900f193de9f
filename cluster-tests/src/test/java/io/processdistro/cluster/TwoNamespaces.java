package io.processdistro.cluster;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.util.List;

/**
 * Two network namespaces of this test run, joined by a virtual cable; removed by {@link #close}.
 */
public final class TwoNamespaces implements AutoCloseable {
  private static final String ADDRESS_FORMAT = "10.213.7.%d/24";

  private final String first = "pd-first-" + ProcessHandle.current().pid();
  private final String second = "pd-second-" + ProcessHandle.current().pid();

  /** Skips the test, with the reason, where namespaces cannot be had. */
  public TwoNamespaces() {
    try {
      // Interface names have at most 15 characters and live in their namespaces only.
      run("ip", "netns", "add", first);
      run("ip", "netns", "add", second);
      run(
          "ip", "-n", first, "link", "add", "pd0", "type", "veth", "peer", "name", "pd0", "netns",
          second);
      setUp(first, 1);
      setUp(second, 2);
      run("ip", "netns", "exec", first, "true");
    } catch (IOException e) {
      removeWhatIsThere();
      abort("needs network namespaces, which root may make, and the program ip: " + e.getMessage());
    }
  }

  private void removeWhatIsThere() {
    for (var name : List.of(first, second)) {
      try {
        run("ip", "netns", "del", name);
      } catch (IOException e) {
        // It was never made.
      }
    }
  }

  private static void setUp(String namespace, int number) throws IOException {
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    run("ip", "-n", namespace, "addr", "add", String.format(ADDRESS_FORMAT, number), "dev", "pd0");
    run("ip", "-n", namespace, "link", "set", "pd0", "up");
    run("ip", "-n", namespace, "route", "add", "224.0.0.0/4", "dev", "pd0");
  }

  public List<String> inFirst() {
    return List.of("ip", "netns", "exec", first);
  }

  public List<String> inSecond() {
    return List.of("ip", "netns", "exec", second);
  }

  public String firstAddress() {
    return "10.213.7.1";
  }

  /** Nothing arrives any more; neither side is told. */
  public void pullCable() throws IOException {
    run("ip", "-n", second, "link", "set", "pd0", "down");
  }

  public void plugCable() throws IOException {
    run("ip", "-n", second, "link", "set", "pd0", "up");
  }

  /** So many bytes a second from the second namespace to the first. */
  public void slowCable(int bytesPerSecond) throws IOException {
    var rate = bytesPerSecond * Byte.SIZE + "bit";
    run(
        "tc", "-n", second, "qdisc", "add", "dev", "pd0", "root", "tbf", "rate", rate, "burst",
        "4kb", "latency", "1s");
  }

  public void fastCable() throws IOException {
    run("tc", "-n", second, "qdisc", "del", "dev", "pd0", "root");
  }

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes());
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status + ": " + output);
    }
  }

  @Override
  public void close() throws IOException {
    run("ip", "netns", "del", first);
    run("ip", "netns", "del", second);
  }
}
