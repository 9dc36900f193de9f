package io.processdistro.node.runner.protocol;

import io.processdistro.common.wire.CborCodec;
import io.processdistro.common.wire.WireException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * Messages over a pair of pipes: a length of 4 bytes, then CBOR. One thread may receive while
 * others send; sending is serialised. A message leaves at once, unless its sender says that it may
 * wait for company: each flush costs a system call here and wakes a thread there, more than many a
 * message does.
 *
 * @param <I> the family that comes in
 * @param <O> the family that goes out
 */
public final class FramedPipe<I, O> implements Closeable {
  /**
   * An inline input or output plus its envelope and a list of parts; nothing larger is ever sent.
   */
  private static final int FRAME_BYTES_MAX = 1 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final CborCodec<I> incoming;
  private final CborCodec<O> outgoing;
  private volatile boolean holdsBack;

  public FramedPipe(InputStream in, Class<I> incoming, OutputStream out, Class<O> outgoing) {
    this.in = new DataInputStream(new BufferedInputStream(in, BUFFER_BYTES));
    this.out = new DataOutputStream(new BufferedOutputStream(out, BUFFER_BYTES));
    this.incoming = new CborCodec<>(incoming, FRAME_BYTES_MAX);
    this.outgoing = new CborCodec<>(outgoing, FRAME_BYTES_MAX);
  }

  /**
   * Sends at once, with everything that was held back. Blocks only if the other side does not read
   * and the pipe is full.
   */
  public void send(O message) throws IOException {
    send(List.of(message));
  }

  /** As {@link #send(Object)}, all of them together and in this order. */
  public void send(List<O> messages) throws IOException {
    synchronized (out) {
      for (var message : messages) write(message);
      out.flush();
      holdsBack = false;
    }
  }

  /**
   * Sends with the next {@link #send} or {@link #flush}, or when {@value #BUFFER_BYTES} bytes have
   * come together. The caller sees to it that one of them follows soon.
   */
  public void sendSoon(O message) throws IOException {
    synchronized (out) {
      write(message);
      holdsBack = true;
    }
  }

  /** Whether something waits for the next {@link #send} or {@link #flush}. */
  public boolean holdsBack() {
    return holdsBack;
  }

  /** Sends what was held back. */
  public void flush() throws IOException {
    synchronized (out) {
      out.flush();
      holdsBack = false;
    }
  }

  private void write(O message) throws IOException {
    var bytes = outgoing.encode(message);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /**
   * Waits for the next message; empty when the other side has closed its end between two messages.
   *
   * @throws IOException if it ends inside a message, or the message is over the limit or malformed:
   *     the pipe is then of no further use
   */
  public Optional<I> receive() throws IOException {
    int first = in.read();
    if (first < 0) return Optional.empty();
    int length =
        (first << 24)
            | (in.readUnsignedByte() << 16)
            | (in.readUnsignedByte() << 8)
            | in.readUnsignedByte();
    if (length < 0 || length > FRAME_BYTES_MAX) {
      throw new IOException(
          "a message of " + Integer.toUnsignedString(length) + " bytes on a runner pipe");
    }
    var bytes = in.readNBytes(length);
    if (bytes.length < length) throw new EOFException("a runner pipe ended inside a message");
    try {
      return Optional.of(incoming.decode(bytes));
    } catch (WireException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    try (in) {
      out.close();
    }
  }
}
