package io.processdistro.controller.tasks.mandelbrot;

import io.processdistro.controller.tasks.Preview;
import io.processdistro.controller.tasks.assembly.ResultFile;
import io.processdistro.wasm.abi.MandelbrotInput.Image;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongToIntFunction;

/**
 * A small picture that grows beside the result, in a file of at most 2 MiB: a job costs no memory
 * for it, and a whole image at most half a million points. {@link #paint} belongs to the assembly;
 * the rest is thread-safe.
 */
final class Canvas implements Preview, AutoCloseable {
  private static final int BYTES_PER_POINT = 4;
  private static final int OPAQUE = 0xff;

  private final Sampling sampling;
  private final Path path;
  private volatile ResultFile file;
  private volatile long painted;

  private Canvas(Sampling sampling, Path path) {
    this.sampling = sampling;
    this.path = path;
  }

  /** Its file is made when there is something to see. */
  static Canvas beside(Path target, Image image) {
    return new Canvas(
        Sampling.of(image.width(), image.height()),
        target.resolveSibling(target.getFileName() + ".preview"));
  }

  /**
   * Takes over what there is to see of these pixels.
   *
   * @param colour 0xrrggbb of a pixel, counted row by row
   */
  void paint(long fromPixel, long toPixel, LongToIntFunction colour) throws IOException {
    int from = sampling.firstPointFrom(fromPixel);
    int to = sampling.firstPointFrom(toPixel);
    if (from == to) return;
    var points = ByteBuffer.allocate((to - from) * BYTES_PER_POINT);
    for (int point = from; point < to; point++) {
      points.putInt(colour.applyAsInt(sampling.pixelOf(point)) << Byte.SIZE | OPAQUE);
    }
    if (file == null) file = open();
    file.writeAt((long) from * BYTES_PER_POINT, points.flip());
    painted += to - from;
  }

  /** As long as it will be, and transparent. */
  private ResultFile open() throws IOException {
    var opened = new ResultFile(path);
    long last = (long) (sampling.points() - 1) * BYTES_PER_POINT;
    opened.writeAt(last, ByteBuffer.allocate(BYTES_PER_POINT));
    return opened;
  }

  @Override
  public long painted() {
    return painted;
  }

  @Override
  public Optional<byte[]> png(int widthMax) throws IOException {
    var points = new byte[sampling.points() * BYTES_PER_POINT];
    try {
      if (file != null) file.readAt(0, ByteBuffer.wrap(points));
    } catch (ClosedChannelException e) {
      return Optional.empty();
    }
    return Optional.of(PreviewPng.of(sampling.columns(), sampling.rows(), points, widthMax));
  }

  @Override
  public void close() throws IOException {
    if (file != null) file.close();
  }
}
