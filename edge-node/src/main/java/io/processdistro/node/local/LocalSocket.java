package io.processdistro.node.local;

import io.processdistro.node.agent.EdgeNode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a node listens to its owner: a socket of mode 0600 in the node's own directory. Nobody but
 * the user who runs the node, and the superuser, is answered. Requests are short, each connection
 * ends within seconds, and there are at most {@value #CONNECTIONS_MAX} at a time; others are closed
 * at once.
 */
public final class LocalSocket implements AutoCloseable {
  /** In the node's directory. */
  static final String FILE_NAME = "node.sock";

  static final int REQUEST_BYTES_MAX = 4 << 10;
  static final int CONNECTIONS_MAX = 8;
  static final long CONNECTION_SECONDS_MAX = 10;
  private static final Logger LOG = LoggerFactory.getLogger(LocalSocket.class);
  private static final String SUPERUSER = "root";

  private final Optional<ServerSocketChannel> listening;
  private final Path file;
  private final OwnerCommands commands;
  private final Semaphore connections = new Semaphore(CONNECTIONS_MAX);
  private final ScheduledExecutorService patience =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("local-patience").factory());

  private LocalSocket(Optional<ServerSocketChannel> listening, Path file, OwnerCommands commands) {
    this.listening = listening;
    this.file = file;
    this.commands = commands;
  }

  /**
   * Begins to listen. The directory is locked by the caller, so a socket that is there already was
   * left behind by a node that died, and is replaced.
   *
   * @param node empty while there is none yet
   * @return listens to nobody, with a line in the log, where there cannot be a socket: the node
   *     works without
   */
  public static LocalSocket open(Path directory, Supplier<Optional<EdgeNode>> node) {
    var file = directory.resolve(FILE_NAME);
    ServerSocketChannel server = null;
    try {
      Files.deleteIfExists(file);
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(file));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      var socket = new LocalSocket(Optional.of(server), file, new OwnerCommands(node));
      var listening = server;
      Thread.ofPlatform().daemon().name("local-commands").start(() -> socket.accept(listening));
      return socket;
    } catch (IOException | UnsupportedOperationException e) {
      if (server != null) closeQuietly(server);
      LOG.warn(
          "local-commands=off file={} reason=\"{}\" action=\"edge-node pause and status will not"
              + " reach this node; a shorter --state-dir helps if the path is too long\"",
          file,
          e.getMessage());
      return new LocalSocket(Optional.empty(), file, new OwnerCommands(node));
    }
  }

  private void accept(ServerSocketChannel server) {
    while (server.isOpen()) {
      try {
        var channel = server.accept();
        if (connections.tryAcquire()) Thread.ofVirtual().start(() -> serve(channel));
        else closeQuietly(channel);
      } catch (IOException e) {
        if (server.isOpen()) LOG.warn("local-commands=accept-failed reason=\"{}\"", e.getMessage());
      }
    }
  }

  private void serve(SocketChannel channel) {
    var end =
        patience.schedule(() -> closeQuietly(channel), CONNECTION_SECONDS_MAX, TimeUnit.SECONDS);
    try (channel) {
      LocalLines.write(channel, LocalJson.line(answer(channel)));
    } catch (IOException e) {
      LOG.debug("local-commands=broken reason=\"{}\"", e.getMessage());
    } finally {
      end.cancel(false);
      connections.release();
    }
  }

  private LocalReply answer(SocketChannel channel) throws IOException {
    if (!isOwner(channel)) return LocalReply.refused("only the user who runs this node may ask");
    String line;
    try {
      line = LocalLines.read(channel, REQUEST_BYTES_MAX);
    } catch (IOException e) {
      return LocalReply.refused(String.valueOf(e.getMessage()));
    }
    return commands.answer(line);
  }

  private static boolean isOwner(SocketChannel channel) throws IOException {
    var peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
    return peer.equals(System.getProperty("user.name")) || peer.equals(SUPERUSER);
  }

  private static void closeQuietly(Channel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("local-commands=close-failed reason=\"{}\"", e.getMessage());
    }
  }

  /** Also removes the file. */
  @Override
  public void close() {
    listening.ifPresent(LocalSocket::closeQuietly);
    patience.shutdownNow();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("local-commands=not-deleted reason=\"{}\"", e.getMessage());
    }
  }
}
