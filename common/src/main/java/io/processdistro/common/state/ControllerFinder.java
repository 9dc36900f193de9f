package io.processdistro.common.state;

import io.processdistro.common.trust.ControllerTrust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Decides which controller a command or node talks to, with which token, and whom it believes to be
 * that controller. The rules:
 *
 * <ol>
 *   <li>A token file that was given wins over every other token; what it says of the controller
 *       wins over what this machine knows.
 *   <li>With an address: if it is one of this machine, the token of {@code controllers/<port>.json}
 *       (or of {@code controller.json} of the same state directory if it names that port); a token
 *       found on this machine is never sent to another host.
 *   <li>Without: {@code controller.json} of the same state directory; else the only running one
 *       among {@code controllers/}; else nothing (the caller may look around with mDNS and come
 *       back with an address).
 * </ol>
 *
 * Blocks for name look-ups and, in the last rule, for a connection attempt per file.
 */
public final class ControllerFinder {
  private static final int CONNECT_MILLIS_MAX = 500;

  private final StateHome home;
  private final Predicate<ControllerAddress> answers;

  public ControllerFinder(StateHome home) {
    this(home, ControllerFinder::accepts);
  }

  /**
   * @param answers whether somebody listens at an address
   */
  ControllerFinder(StateHome home, Predicate<ControllerAddress> answers) {
    this.home = home;
    this.answers = answers;
  }

  /**
   * @param controller what the user gave with {@code --controller}
   * @param given what the user gave with {@code --token-file}
   * @param stateDirectory of the command
   * @return empty only if no controller was given and none is known on this machine
   * @throws StateException if a host is unknown, a file cannot be used, or several controllers run
   */
  public Optional<ControllerTarget> find(
      Optional<ControllerAddress> controller, Optional<TokenFile> given, Path stateDirectory)
      throws StateException {
    if (controller.isPresent()) {
      var local = withLocalAccess(controller.get(), stateDirectory);
      return Optional.of(given.map(token -> withToken(local, token)).orElse(local));
    }
    return findLocal(stateDirectory)
        .map(ControllerAccess::target)
        .map(local -> given.map(token -> withToken(local, token)).orElse(local));
  }

  /** The given token counts, and so does what its file says of the controller, if it does. */
  private static ControllerTarget withToken(ControllerTarget found, TokenFile given) {
    var trust = given.trust() instanceof ControllerTrust.Unknown ? found.trust() : given.trust();
    return new ControllerTarget(found.address(), Optional.of(given.token()), trust);
  }

  /**
   * The address comes back as a number if the name is one of this machine, so that nobody can make
   * the same name mean another host between this check and the connection.
   */
  private ControllerTarget withLocalAccess(ControllerAddress controller, Path stateDirectory)
      throws StateException {
    InetAddress resolved;
    try {
      resolved = InetAddress.getByName(controller.host());
    } catch (UnknownHostException e) {
      throw new StateException(
          "the host name " + controller.host() + " is not known: check --controller", e);
    }
    if (!isOfThisMachine(resolved)) return unknown(controller);
    var local = new ControllerAddress(resolved.getHostAddress(), controller.port());
    for (var file :
        List.of(
            ControllerAccess.fileByPort(home, controller.port()),
            ControllerAccess.fileIn(stateDirectory))) {
      if (!Files.exists(file)) continue;
      var access = ControllerAccess.read(file);
      if (access.port() == local.port()) {
        return new ControllerTarget(local, Optional.of(access.token()), access.trust());
      }
    }
    return unknown(controller);
  }

  private static ControllerTarget unknown(ControllerAddress controller) {
    return new ControllerTarget(controller, Optional.empty(), new ControllerTrust.Unknown());
  }

  private Optional<ControllerAccess> findLocal(Path stateDirectory) throws StateException {
    var own = ControllerAccess.fileIn(stateDirectory);
    if (Files.exists(own)) return Optional.of(ControllerAccess.read(own));
    var running = new ArrayList<ControllerAccess>();
    for (var file : accessFiles()) {
      var access = ControllerAccess.read(file);
      if (answers.test(access.controllerAddress())) running.add(access);
    }
    if (running.size() > 1) {
      throw new StateException(
          "several controllers run on this machine ("
              + running.stream()
                  .map(access -> access.controllerAddress().toString())
                  .collect(Collectors.joining(", "))
              + "): choose one with --controller");
    }
    return running.stream().findFirst();
  }

  private List<Path> accessFiles() throws StateException {
    var directory = home.controllersDirectory();
    if (!Files.isDirectory(directory)) return List.of();
    var files = new ArrayList<Path>();
    try (var entries = Files.newDirectoryStream(directory, "*.json")) {
      entries.forEach(files::add);
    } catch (IOException | DirectoryIteratorException e) {
      throw new StateException("cannot list " + directory + ": " + e.getMessage(), e);
    }
    files.sort(Comparator.naturalOrder());
    return files;
  }

  /** Whether an address is one of this machine; an unknown name is not. */
  public static boolean isOfThisMachine(ControllerAddress controller) {
    try {
      return isOfThisMachine(InetAddress.getByName(controller.host()));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isOfThisMachine(InetAddress address) {
    if (address.isLoopbackAddress() || address.isAnyLocalAddress()) return true;
    try {
      return NetworkInterface.getByInetAddress(address) != null;
    } catch (SocketException cannotTell) {
      return false;
    }
  }

  private static boolean accepts(ControllerAddress address) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS_MAX);
      return true;
    } catch (IOException gone) {
      return false;
    }
  }
}
