package io.processdistro.common.discovery;

import java.io.IOException;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Announces this process on the local network and listens for others, on every network interface
 * with an IPv4 address at once. One {@link InterfaceDiscovery} per address, so that one broken
 * interface does not silence the others; looked at again every {@value #RESCAN_MILLIS} ms because
 * laptops move.
 *
 * <p>Finds nothing on the loopback interface: processes of one machine find each other through
 * access files. All work happens on threads of its own; every method returns at once except {@link
 * #close}.
 */
public final class LocalNetworkDiscovery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalNetworkDiscovery.class);
  private static final long RESCAN_MILLIS = 5_000;
  private static final long CLOSE_MILLIS_MAX = 1_500;

  private final Optional<Advertisement> advertisement;
  private final ServiceType wanted;
  private final PeerTable peers;
  private final Supplier<Set<InetAddress>> addresses;
  private final Map<InetAddress, InterfaceDiscovery> running = new LinkedHashMap<>();
  private final Set<InetAddress> broken = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread scanner;
  private boolean started;

  /**
   * @param advertisement what to announce; empty to listen only
   * @param onlyOn announce and listen on this address alone; empty or a wildcard for all
   * @param wanted what to listen for
   */
  public LocalNetworkDiscovery(
      Optional<Advertisement> advertisement,
      Optional<InetAddress> onlyOn,
      ServiceType wanted,
      PeerListener listener) {
    this(advertisement, wanted, listener, () -> NetworkAddresses.current(onlyOn));
  }

  LocalNetworkDiscovery(
      Optional<Advertisement> advertisement,
      ServiceType wanted,
      PeerListener listener,
      Supplier<Set<InetAddress>> addresses) {
    this.advertisement = advertisement;
    this.wanted = wanted;
    this.peers = new PeerTable(listener);
    this.addresses = addresses;
    this.scanner = Thread.ofPlatform().daemon().name("mdns-interfaces").unstarted(this::scan);
  }

  /** Begins; doing it twice, or after {@link #close}, is harmless. */
  public synchronized void start() {
    if (started || closed.getCount() == 0) return;
    started = true;
    scanner.start();
  }

  /** Who has been seen and not been reported gone; at most {@value PeerTable#PEERS_MAX}. */
  public List<Peer> peers() {
    return peers.list();
  }

  private void scan() {
    try {
      do {
        follow(addresses.get());
      } while (!closed.await(RESCAN_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException stopping) {
      // Only close() interrupts, and it closes what runs.
    }
  }

  private synchronized void follow(Set<InetAddress> present) {
    if (closed.getCount() == 0) return;
    broken.retainAll(present);
    running
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !present.contains(entry.getKey());
              if (gone) {
                LOG.debug("mdns=interface-gone address={}", entry.getKey().getHostAddress());
                closeLater(entry.getValue());
              }
              return gone;
            });
    for (var address : present) {
      if (!running.containsKey(address)) open(address);
    }
  }

  private void open(InetAddress address) {
    try {
      running.put(address, new InterfaceDiscovery(address, advertisement, wanted, peers));
      broken.remove(address);
      LOG.debug("mdns=interface-up address={}", address.getHostAddress());
    } catch (IOException | RuntimeException e) {
      // Tried again at the next scan; told once, because a container without multicast stays so.
      if (broken.add(address)) {
        LOG.info(
            "mdns=unavailable address={} reason=\"{}\"", address.getHostAddress(), e.toString());
      }
    }
  }

  private static Thread closeLater(InterfaceDiscovery discovery) {
    return Thread.ofPlatform().daemon().name("mdns-close").start(discovery::close);
  }

  /**
   * Says goodbye on every interface; waits at most {@value #CLOSE_MILLIS_MAX} ms for that, the rest
   * is left to daemon threads. Doing it twice is harmless.
   */
  @Override
  public void close() {
    closed.countDown();
    scanner.interrupt();
    List<Thread> closing;
    synchronized (this) {
      closing = running.values().stream().map(LocalNetworkDiscovery::closeLater).toList();
      running.clear();
    }
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS_MAX);
    try {
      for (var thread : closing) {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        thread.join(Math.max(1, leftMillis));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
