package io.processdistro.node.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Carries bytes to a port of this machine until it is told to carry no more. */
final class FreezingProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final int targetPort;
  private volatile boolean frozen;

  FreezingProxy(int targetPort) throws IOException {
    this.targetPort = targetPort;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  void freeze() {
    frozen = true;
  }

  private void accept() {
    try {
      while (true) {
        var near = server.accept();
        var far = new Socket(InetAddress.getLoopbackAddress(), targetPort);
        sockets.addAll(List.of(near, far));
        Thread.ofVirtual().start(() -> carry(near, far));
        Thread.ofVirtual().start(() -> carry(far, near));
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private void carry(Socket from, Socket to) {
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      var buffer = new byte[8_192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        while (frozen) Thread.sleep(50);
        out.write(buffer, 0, read);
      }
    } catch (IOException | InterruptedException closed) {
      // One of the ends has closed; the other follows.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : sockets) socket.close();
  }
}
