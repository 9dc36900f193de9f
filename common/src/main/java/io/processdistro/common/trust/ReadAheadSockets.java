package io.processdistro.common.trust;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS over sockets that read ahead. The JDK's TLS asks the system for every record twice, for its
 * five bytes of head and for the rest, and often has to wait both times; with records of 8 KiB that
 * costs more than deciphering them (documentation/adr/0029).
 */
final class ReadAheadSockets extends SSLSocketFactory {
  private static final int AHEAD_BYTES_MAX = 1 << 16;

  private final SSLSocketFactory tls;

  ReadAheadSockets(SSLSocketFactory tls) {
    this.tls = tls;
  }

  /** Plain as yet: who asks for a socket in this way connects it and then asks for TLS on it. */
  @Override
  public Socket createSocket() {
    return new ReadAheadSocket();
  }

  @Override
  public Socket createSocket(Socket connected, String host, int port, boolean autoClose)
      throws IOException {
    return tls.createSocket(connected, host, port, autoClose);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return tls.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return tls.createSocket(host, port, localAddress, localPort);
  }

  @Override
  public Socket createSocket(InetAddress address, int port) throws IOException {
    return tls.createSocket(address, port);
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
      throws IOException {
    return tls.createSocket(address, port, localAddress, localPort);
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return tls.getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return tls.getSupportedCipherSuites();
  }

  private static final class ReadAheadSocket extends Socket {
    private InputStream ahead;

    @Override
    public synchronized InputStream getInputStream() throws IOException {
      if (ahead == null) ahead = new BufferedInputStream(super.getInputStream(), AHEAD_BYTES_MAX);
      return ahead;
    }
  }
}
