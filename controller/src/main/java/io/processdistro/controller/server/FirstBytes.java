package io.processdistro.controller.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Looks at the first bytes of a connection where TLS is spoken. Whoever speaks plain HTTP gets a
 * sentence that says so, in plain HTTP, instead of a closed connection; a handshake begins when
 * {@link Arrivals} lets it, and one that fails is told to {@link TlsFailures}. Then it is gone and
 * costs nothing.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
  private static final String SENTENCE = "this port speaks TLS: use https://\n";
  private static final byte[] ANSWER =
      ("HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
              + SENTENCE.length()
              + "\r\nConnection: close\r\n\r\n"
              + SENTENCE)
          .getBytes(StandardCharsets.US_ASCII);

  private final Arrivals arrivals;
  private final TlsFailures failures;
  private final Queue<Object> held = new ArrayDeque<>();
  private boolean answered;

  FirstBytes(Arrivals arrivals, TlsFailures failures) {
    this.arrivals = arrivals;
    this.failures = failures;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    arrivals.arrived(context.channel());
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (answered) {
      // The time-out of the handshake closes the connection; until then it is not listened to.
      ReferenceCountUtil.release(message);
    } else if (!held.isEmpty()) {
      held.add(message);
    } else if (context.pipeline().context(SslHandler.class) == null) {
      arrivals.left(context.channel());
      context.pipeline().remove(this);
      context.fireChannelRead(message);
    } else if (message instanceof ByteBuf bytes && isHttp(bytes)) {
      bytes.release();
      answer(context);
    } else {
      held.add(message);
      context.channel().config().setAutoRead(false);
      arrivals.begin(context.channel(), () -> goOn(context));
    }
  }

  /** While bytes are held nobody behind has a reason to ask for more. */
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (held.isEmpty()) context.fireChannelReadComplete();
  }

  private void goOn(ChannelHandlerContext context) {
    var tls = context.pipeline().context(SslHandler.class);
    context.channel().config().setAutoRead(true);
    context.pipeline().addAfter(tls.name(), null, new Outcome());
    context.pipeline().addAfter(tls.name(), null, oneFlushPerTurn());
    for (var message = held.poll(); message != null; message = held.poll()) {
      context.fireChannelRead(message);
    }
    context.fireChannelReadComplete();
    context.pipeline().remove(this);
  }

  /**
   * What is written in one turn of the event loop is one TLS record, and one call of the system.
   */
  private static FlushConsolidationHandler oneFlushPerTurn() {
    return new FlushConsolidationHandler(
        FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true);
  }

  /** Closed while it waited. */
  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
  }

  /** A method begins with a capital letter, a TLS record with a byte below 32. */
  private static boolean isHttp(ByteBuf bytes) {
    if (!bytes.isReadable()) return false;
    byte first = bytes.getByte(bytes.readerIndex());
    return first >= 'A' && first <= 'Z';
  }

  private void answer(ChannelHandlerContext context) {
    answered = true;
    failures.plainHttp(context.channel().remoteAddress());
    context
        .writeAndFlush(Unpooled.wrappedBuffer(ANSWER))
        .addListener(
            ignored -> {
              // Closing at once could make the client lose the answer while it still sends.
              if (context.channel() instanceof SocketChannel socket) socket.shutdownOutput();
            });
  }

  /** Behind TLS: hears how the handshake ends. */
  private final class Outcome extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof SslHandshakeCompletionEvent end) {
        arrivals.left(context.channel());
        if (!end.isSuccess()) failures.failed(context.channel().remoteAddress(), end.cause());
        context.pipeline().remove(this);
      }
      context.fireUserEventTriggered(event);
    }
  }
}
