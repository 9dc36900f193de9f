package io.processdistro.node.local;

import io.processdistro.common.state.StateException;
import io.processdistro.node.agent.NodeStatus;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A node that runs on this machine, as its owner's commands reach it.
 *
 * @param socket where it listens
 */
public record LocalNode(Path socket) {
  private static final String DIRECTORIES = "edge-node*";
  private static final int REPLY_BYTES_MAX = 4 << 20;

  /**
   * The nodes that listen in a state directory, in the order of their directories. Sockets of nodes
   * that died are left out.
   */
  public static List<LocalNode> runningIn(Path stateDirectory) throws StateException {
    if (!Files.isDirectory(stateDirectory)) return List.of();
    var found = new ArrayList<LocalNode>();
    try (var directories = Files.newDirectoryStream(stateDirectory, DIRECTORIES)) {
      for (var directory : directories) {
        var node = new LocalNode(directory.resolve(LocalSocket.FILE_NAME));
        if (node.listens()) found.add(node);
      }
    } catch (IOException e) {
      throw new StateException(
          "the nodes of " + stateDirectory + " cannot be listed: " + e.getMessage(), e);
    }
    found.sort(Comparator.comparing(node -> node.socket().getParent()));
    return found;
  }

  private boolean listens() {
    if (!Files.exists(socket)) return false;
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException nobody) {
      return false;
    }
  }

  /**
   * Asks, and waits for the answer, which comes or fails within seconds.
   *
   * @throws StateException if the node refuses, with its reason, or says nothing
   */
  public NodeStatus ask(LocalRequest request) throws StateException {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      LocalLines.write(channel, LocalJson.line(request));
      var reply = LocalJson.reply(LocalLines.read(channel, REPLY_BYTES_MAX));
      if (reply.status() == null) throw new StateException(reply.error());
      return reply.status();
    } catch (IOException e) {
      throw new StateException("the node at " + socket + " does not answer: " + e.getMessage(), e);
    }
  }
}
