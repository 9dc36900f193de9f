package io.processdistro.controller.cli.shared;

import ch.qos.logback.classic.Level;
import io.processdistro.common.cli.Terminal;
import io.processdistro.common.discovery.LocalNetworkDiscovery;
import io.processdistro.common.discovery.Peer;
import io.processdistro.common.discovery.PeerListener;
import io.processdistro.common.discovery.ServiceType;
import io.processdistro.common.logging.Logging;
import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.ControllerFinder;
import io.processdistro.common.state.ControllerTarget;
import io.processdistro.common.state.StateException;
import io.processdistro.common.state.StateHome;
import io.processdistro.common.state.TokenFile;
import io.processdistro.common.trust.ClientTls;
import io.processdistro.common.trust.ControllerTrust;
import io.processdistro.controller.client.ControllerClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Option;

/** Which controller a client command talks to. */
public final class ConnectionOptions {
  private static final String TOKEN_VARIABLE = "PROCESSDISTRO_TOKEN";
  private static final Duration LISTEN_MAX = Duration.ofSeconds(3);

  @Option(
      names = "--controller",
      paramLabel = "HOST:PORT",
      description =
          "The controller; default: the one of the state directory, else the only one running on"
              + " this machine, else the one found on the local network.")
  private String controller;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file (mode 600) with a token of \"controller token create\", or a copy of the"
              + " controller's controller.json; - for standard input. Default: PROCESSDISTRO_TOKEN, else what"
              + " the controller's machine has.")
  private Path tokenFile;

  @Option(
      names = "--state-dir",
      paramLabel = "DIRECTORY",
      description = "Where state is kept; default: PROCESSDISTRO_STATE_DIR, else per user.")
  private Path stateDirectory;

  /**
   * Finds the controller; connects only with the first call.
   *
   * @param terminal is told if the connection is not safe, as far as a person watches it
   * @throws CommandException if none was given and none can be found
   */
  public ControllerClient connect(Terminal terminal) throws CommandException, StateException {
    ClientTls.prepare();
    var home = StateHome.ofThisProcess();
    var directory = stateDirectory();
    var finder = new ControllerFinder(home);
    var token = givenToken(System.getenv());
    var found = finder.find(givenAddress(), token, directory);
    if (found.isEmpty()) {
      found = finder.find(Optional.of(listenForController()), token, directory);
    }
    var target = found.orElseThrow();
    if (target.trust() instanceof ControllerTrust.Plain && terminal.live()) terminal.sayInsecure();
    return new ControllerClient(target);
  }

  /** The controller that was given or that this machine knows of; nobody is asked. */
  public Optional<ControllerTarget> known() throws CommandException, StateException {
    return new ControllerFinder(StateHome.ofThisProcess())
        .find(givenAddress(), givenToken(System.getenv()), stateDirectory());
  }

  /** The one that was given, or the default. */
  public Path stateDirectory() throws StateException {
    return StateHome.ofThisProcess().stateDirectory(Optional.ofNullable(stateDirectory));
  }

  private Optional<TokenFile> givenToken(Map<String, String> environment) throws StateException {
    if (tokenFile != null) return Optional.of(TokenFile.read(tokenFile));
    var token = environment.getOrDefault(TOKEN_VARIABLE, "");
    if (token.isBlank()) return Optional.empty();
    return Optional.of(TokenFile.parse(token.getBytes(StandardCharsets.UTF_8), TOKEN_VARIABLE));
  }

  private Optional<ControllerAddress> givenAddress() throws CommandException {
    if (controller == null) return Optional.empty();
    try {
      return Optional.of(ControllerAddress.parse(controller));
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, "--controller: " + e.getMessage(), e);
    }
  }

  /** The first controller that announces itself on the local network. */
  private static ControllerAddress listenForController() throws CommandException {
    Logging.setUp(Level.WARN);
    var heard = new ArrayBlockingQueue<Peer>(1);
    var listener =
        new PeerListener() {
          @Override
          public void peerSeen(Peer peer) {
            heard.offer(peer);
          }

          @Override
          public void peerGone(Peer peer) {
            // Whoever was heard first is asked; if it has gone, the connection says so.
          }
        };
    try (var discovery =
        new LocalNetworkDiscovery(
            Optional.empty(), Optional.empty(), ServiceType.CONTROLLER, listener)) {
      discovery.start();
      var peer = heard.poll(LISTEN_MAX.toMillis(), TimeUnit.MILLISECONDS);
      if (peer != null) return new ControllerAddress(peer.address(), peer.port());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new CommandException(
        ExitCode.ERROR,
        "no controller runs on this machine and none announces itself on the local network:"
            + " start one with \"controller start\" or name it with --controller HOST:PORT");
  }

  /** For messages that tell how to go on: the options as the user gave them, or nothing. */
  public String asGiven() {
    var text = new StringBuilder();
    if (controller != null) text.append(" --controller ").append(controller);
    if (tokenFile != null) text.append(" --token-file ").append(tokenFile);
    if (stateDirectory != null) text.append(" --state-dir ").append(stateDirectory);
    return text.toString();
  }
}
