package io.processdistro.node.cli;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.ControllerFinder;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.TokenFile;
import io.processdistro.common.trust.AdmissionCode;
import io.processdistro.common.values.NodeName;
import io.processdistro.node.membership.Applicant;
import io.processdistro.node.membership.ControllerSilentException;
import io.processdistro.node.membership.Membership;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the controller and becomes its member, however long that takes: one that is named is tried
 * until it answers; of those found on the network one after the other, so that a spoofed one only
 * costs time.
 */
final class ControllerEntry {
  private static final Logger LOG = LoggerFactory.getLogger(ControllerEntry.class);
  private static final Duration LOCAL_START_MAX = Duration.ofSeconds(10);
  private static final long LOCAL_POLL_MILLIS = 100;
  private static final long PAUSE_MILLIS_MIN = 1_000;
  private static final long PAUSE_MILLIS_MAX = 30_000;

  /** The controller and this node's membership of it. */
  record Entered(ControllerTarget target, Membership membership) {}

  /**
   * What a node brings along.
   *
   * @param stateDirectory the user's, in which a controller of this machine may have left its token
   * @param directory this node's own
   */
  record Luggage(
      NodeName name,
      KeyPair keys,
      Path stateDirectory,
      Path directory,
      Optional<TokenFile> token) {}

  private final ControllerFinder finder;
  private final Optional<ControllerAddress> named;
  private final Luggage luggage;
  private final ControllerSearch search;
  private final PrintWriter people;

  ControllerEntry(
      ControllerFinder finder,
      Optional<ControllerAddress> named,
      Luggage luggage,
      ControllerSearch search,
      PrintWriter people) {
    this.finder = finder;
    this.named = named;
    this.luggage = luggage;
    this.search = search;
    this.people = people;
  }

  /**
   * Blocks until this node is a member.
   *
   * @throws StateException if the named controller cannot be entered, whatever is tried
   */
  Entered enter() throws StateException, InterruptedException {
    var known = lookUp();
    if (known.isEmpty()) return enterFound();
    long giveUpNanos = System.nanoTime() + LOCAL_START_MAX.toNanos();
    while (mayBeStarting(known.get()) && System.nanoTime() < giveUpNanos) {
      Thread.sleep(LOCAL_POLL_MILLIS);
      known = lookUp();
    }
    return enterNamed(known.get());
  }

  private Optional<ControllerTarget> lookUp() throws StateException {
    return finder.find(named, luggage.token(), luggage.stateDirectory());
  }

  /** A controller of this machine leaves its token in a file, when it has started. */
  private static boolean mayBeStarting(ControllerTarget target) {
    return target.token().isEmpty() && ControllerFinder.isOfThisMachine(target.address());
  }

  private Entered enterNamed(ControllerTarget first) throws StateException, InterruptedException {
    var target = first;
    var applicant = new Applicant(luggage.name(), this::tell, code -> true);
    for (long pause = PAUSE_MILLIS_MIN; ; pause = Math.min(2 * pause, PAUSE_MILLIS_MAX)) {
      try {
        return new Entered(target, member(target, Optional.of(applicant)));
      } catch (ControllerSilentException e) {
        LOG.warn("not-joined reason=\"{}\" action=\"trying again\"", e.getMessage());
      }
      Thread.sleep(pause);
      target = lookUp().orElse(target);
    }
  }

  private Entered enterFound() throws InterruptedException {
    var applicant =
        hasPerson()
            ? Optional.of(new Applicant(luggage.name(), this::tell, this::isConfirmed))
            : Optional.<Applicant>empty();
    search.start();
    while (true) {
      var target = search.await();
      try {
        return new Entered(target, member(target, applicant));
      } catch (StateException | ControllerSilentException e) {
        search.setAside(target.address(), e.getMessage());
      }
    }
  }

  private Membership member(ControllerTarget target, Optional<Applicant> applicant)
      throws StateException, ControllerSilentException, InterruptedException {
    return Membership.enter(
        target, luggage.keys(), luggage.directory(), InstantSource.system(), applicant);
  }

  private void tell(String line) {
    people.println(line);
  }

  private static boolean hasPerson() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /** Nobody has named this controller, so its word alone does not make this node its own. */
  private boolean isConfirmed(AdmissionCode code) {
    var answer =
        System.console().readLine("does the controller show the code %s too? [y/N] ", code);
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
