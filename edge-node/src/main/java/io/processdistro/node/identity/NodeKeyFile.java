package io.processdistro.node.identity;

import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateException;
import io.processdistro.common.trust.NodeKeys;
import io.processdistro.common.trust.Pem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;

/** The node's key, from which its id follows; made at its first start, kept with mode 0600. */
public final class NodeKeyFile {
  private static final String FILE_NAME = "node.key";

  private NodeKeyFile() {}

  /**
   * Reads the key in a locked directory, or makes it. Blocks.
   *
   * @throws StateException if the file is damaged, open to others or cannot be written
   */
  public static KeyPair openIn(Path directory, SecureRandom random) throws StateException {
    var file = fileIn(directory);
    if (Files.exists(file)) return read(file);
    var keys = NodeKeys.create(random);
    PrivateFiles.write(file, Pem.ofKeys(keys).getBytes(StandardCharsets.UTF_8));
    return keys;
  }

  /** Where it is, whether it exists or not. */
  public static Path fileIn(Path directory) {
    return directory.resolve(FILE_NAME);
  }

  private static KeyPair read(Path file) throws StateException {
    try {
      var keys = Pem.keys(new String(PrivateFiles.read(file), StandardCharsets.UTF_8));
      if (NodeKeys.match(keys)) return keys;
      throw new StateException(
          "the private key in " + file + " is not of the public one in it" + ANEW);
    } catch (IllegalArgumentException e) {
      throw new StateException(file + " is damaged" + ANEW, e);
    }
  }

  private static final String ANEW =
      ": delete it (the node gets a new identity and joins again) and start again";
}
