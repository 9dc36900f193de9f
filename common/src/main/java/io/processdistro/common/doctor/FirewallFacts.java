package io.processdistro.common.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which firewalls are at work on this machine; what they let through only root may ask.
 *
 * @param active their names
 */
public record FirewallFacts(List<String> active) {
  private static final Path UFW = Path.of("/etc/ufw/ufw.conf");
  private static final Path FIREWALLD = Path.of("/run/firewalld");

  public FirewallFacts {
    active = List.copyOf(active);
  }

  public static FirewallFacts gather() {
    return gather(UFW, FIREWALLD);
  }

  static FirewallFacts gather(Path ufw, Path firewalld) {
    var active = new ArrayList<String>();
    try {
      if (Files.readAllLines(ufw).contains("ENABLED=yes")) active.add("ufw");
    } catch (IOException notThere) {
      // Not installed.
    }
    if (Files.exists(firewalld)) active.add("firewalld");
    return new FirewallFacts(active);
  }

  /**
   * @param port that others have to reach
   */
  public Finding judge(int port) {
    if (active.isEmpty()) {
      return Finding.ok(
          "firewall", "neither ufw nor firewalld is at work here; other ones are not looked for");
    }
    var commands = active.stream().map(name -> command(name, port)).toList();
    return Finding.warning(
        "firewall",
        String.join(" and ", active) + " is at work on this machine",
        "if others cannot connect: " + String.join(", ", commands));
  }

  private static String command(String firewall, int port) {
    return firewall.equals("ufw")
        ? "ufw allow " + port + "/tcp"
        : "firewall-cmd --add-port=" + port + "/tcp --permanent && firewall-cmd --reload";
  }
}
