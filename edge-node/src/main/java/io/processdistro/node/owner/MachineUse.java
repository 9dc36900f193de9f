package io.processdistro.node.owner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What Linux tells of the use of a machine. Processor time comes from {@code /proc/stat}, which
 * counts all programs. The last input comes from the terminals: the system notes, to 8 seconds,
 * when a program last read what somebody typed. A desktop's keyboard and mouse leave no such trace;
 * there only the processor time of what the user does is seen.
 *
 * <p>Reads some dozens of small files: not for an event loop.
 */
final class MachineUse {
  private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

  /** Of a line "cpu": user, nice, system, idle, iowait, irq, softirq. */
  private static final int[] BUSY_FIELDS = {1, 2, 3, 6, 7};

  private static final Pattern TERMINAL = Pattern.compile("[0-9]+|tty[0-9]+|ttyS[0-9]+");

  private final Path processes;
  private final Path devices;

  /**
   * @param processes {@code /proc}
   * @param devices {@code /dev}
   */
  MachineUse(Path processes, Path devices) {
    this.processes = processes;
    this.devices = devices;
  }

  /**
   * Processor time of all programs since the machine's start.
   *
   * @throws IOException where the system does not tell, as other systems than Linux
   */
  long busyNanos() throws IOException {
    try (var lines = Files.lines(processes.resolve("stat"))) {
      var total = lines.filter(line -> line.startsWith("cpu ")).findFirst().orElse("");
      var fields = total.split("\\s+");
      return Arrays.stream(BUSY_FIELDS).mapToLong(at -> Long.parseLong(fields[at])).sum()
          * NANOS_PER_TICK;
    } catch (RuntimeException e) {
      throw new IOException("the system does not tell how its processors are used", e);
    }
  }

  /** When somebody last typed into a terminal of this machine; empty if there is none. */
  Optional<Instant> lastInput() {
    return Stream.of(devices, devices.resolve("pts"))
        .flatMap(MachineUse::terminals)
        .max(Instant::compareTo);
  }

  private static Stream<Instant> terminals(Path folder) {
    try (var files = Files.newDirectoryStream(folder)) {
      var inputs = Stream.<Instant>builder();
      for (var file : files) {
        if (!TERMINAL.matcher(file.getFileName().toString()).matches()) continue;
        lastRead(file).ifPresent(inputs);
      }
      return inputs.build();
    } catch (IOException | RuntimeException none) {
      return Stream.empty(); // no such folder: nobody types there
    }
  }

  private static Optional<Instant> lastRead(Path terminal) {
    try {
      return Optional.of(
          Files.readAttributes(terminal, BasicFileAttributes.class).lastAccessTime().toInstant());
    } catch (IOException closedMeanwhile) {
      return Optional.empty();
    }
  }
}
