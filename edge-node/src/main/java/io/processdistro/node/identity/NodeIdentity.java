package io.processdistro.node.identity;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.common.values.NodeId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;

/**
 * Who this process is to controllers.
 *
 * @param id follows from the key in the state directory; the same after every restart
 * @param incarnation of this process; greater than that of every earlier one, also after a crash or
 *     a changed clock, because it is counted on disk
 */
public record NodeIdentity(NodeId id, long incarnation) {
  /**
   * The identity that goes with the node's key; counts this start in a locked directory.
   *
   * @throws StateException if a file is damaged, open to others or cannot be written
   */
  public static NodeIdentity nextIn(Path directory, PublicKey key) throws StateException {
    var incarnationFile = directory.resolve("incarnation");
    long incarnation = Files.exists(incarnationFile) ? readCount(incarnationFile) + 1 : 1;
    write(incarnationFile, Long.toString(incarnation));
    return new NodeIdentity(NodeKeys.idOf(key), incarnation);
  }

  private static long readCount(Path file) throws StateException {
    try {
      long count = Long.parseLong(readText(file));
      if (count < 0 || count == Long.MAX_VALUE) {
        throw new NumberFormatException("out of range: " + count);
      }
      return count;
    } catch (NumberFormatException e) {
      throw damaged(file, "delete node.key beside it as well", e);
    }
  }

  private static StateException damaged(Path file, String consequence, Exception cause) {
    return new StateException(
        file + " is damaged: delete it (" + consequence + ") and start again", cause);
  }

  private static String readText(Path file) throws StateException {
    return new String(PrivateFiles.read(file), StandardCharsets.UTF_8).strip();
  }

  private static void write(Path file, String text) throws StateException {
    PrivateFiles.write(file, (text + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
