package io.processdistro.common.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * Whether a controller could listen on a port.
 *
 * @param refusal why it cannot be listened on; empty if it is free
 * @param listener who listens there, as far as the system tells
 * @param ownController whether the controller of the state directory runs, on this port
 */
public record PortFacts(
    String address,
    int port,
    Optional<String> refusal,
    Optional<String> listener,
    boolean ownController) {
  private static final int PRIVILEGED_PORTS = 1_024;

  /** Listens for a moment, and asks the system who does if that fails. */
  public static PortFacts gather(String address, int port, boolean ownController) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
      return new PortFacts(address, port, Optional.empty(), Optional.empty(), false);
    } catch (IOException e) {
      return new PortFacts(
          address,
          port,
          Optional.of(String.valueOf(e.getMessage())),
          ListeningProcess.at(port),
          ownController);
    }
  }

  public Finding judge() {
    var check = "port " + port;
    if (refusal.isEmpty()) return Finding.ok(check, "free on " + address);
    if (ownController) {
      return Finding.ok(check, "the controller of this state directory listens");
    }
    if (listener.isPresent()) {
      return Finding.problem(
          check,
          listener.get() + " listens there",
          "stop it, or start the controller with another --port");
    }
    return Finding.problem(
        check,
        "cannot be listened on at " + address + ": " + refusal.get(),
        port < PRIVILEGED_PORTS
            ? "ports below 1024 need a privilege: use another --port"
            : "check that --bind names an address of this machine, or use another --port");
  }
}
