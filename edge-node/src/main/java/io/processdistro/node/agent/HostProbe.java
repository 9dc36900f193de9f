package io.processdistro.node.agent;

import com.sun.management.OperatingSystemMXBean;
import io.processdistro.common.wire.HostFacts;
import io.processdistro.common.wire.NodeLoad;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Looks at the machine. Making one takes some 100 ms (it loads the platform's management), asking
 * it microseconds.
 */
public final class HostProbe {
  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final HostFacts facts =
      new HostFacts(
          hostName(),
          System.getProperty("os.name"),
          System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors(),
          system.getTotalMemorySize());

  public HostFacts facts() {
    return facts;
  }

  NodeLoad load(long cacheBytes, int spooled) {
    double cpuShare = system.getCpuLoad();
    return new NodeLoad(
        Double.isNaN(cpuShare) ? -1 : cpuShare, system.getFreeMemorySize(), cacheBytes, spooled);
  }

  /** The machine's name without its domain; "node" if it has none. */
  public static String hostName() {
    try {
      var name = InetAddress.getLocalHost().getHostName();
      int dot = name.indexOf('.');
      return dot > 0 ? name.substring(0, dot) : name;
    } catch (UnknownHostException nameless) {
      return "node";
    }
  }
}
