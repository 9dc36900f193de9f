package io.processdistro.cluster;

import io.processdistro.common.state.ControllerAddress;
import io.processdistro.common.state.PrivateFiles;
import io.processdistro.common.state.StateHome;
import io.processdistro.common.trust.Authorities;
import io.processdistro.controller.client.ControllerClient;
import io.processdistro.controller.server.ControllerConfig;
import io.processdistro.controller.server.ControllerServer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A controller in the process of the tests, a client of it, and the folder of one node that is to
 * become its member.
 *
 * @param nodeFolder made, and empty
 */
record ControllerHere(ControllerServer server, ControllerClient client, Path nodeFolder)
    implements AutoCloseable {
  static ControllerHere startedIn(Path folder) throws Exception {
    var home = new StateHome(folder.resolve("home"), Optional.empty());
    var server =
        ControllerServer.start(
            ControllerConfig.of(home, folder.resolve("controller"))
                .withPort(0)
                .withAdvertise(false));
    var nodeFolder = folder.resolve("node");
    PrivateFiles.createDirectory(nodeFolder);
    return new ControllerHere(server, new ControllerClient(server.access().target()), nodeFolder);
  }

  ControllerAddress address() {
    return server.access().controllerAddress();
  }

  /** As they are now: a change of authority makes others. */
  Authorities authorities() {
    return Authorities.parse(server.access().ca());
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
