package io.processdistro.controller.tasks.mandelbrot;

import io.processdistro.controller.tasks.Preview;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The picture of a finished image of ours: every band is a chunk that can be inflated by itself, so
 * that of a large image only those are read of which a row is shown. Thread-safe.
 */
public final class FinishedPreview implements Preview {
  /** Signature, and the header's chunk. */
  private static final int START_BYTES = 33;

  private static final int WIDTH_OFFSET = 16;
  private static final int CHUNK_FRAME_BYTES = 12;
  private static final int CHUNK_HEAD_BYTES = 8;
  private static final int BYTES_PER_POINT = 4;

  /** More than any band has, deflated; what is longer is not ours. */
  private static final int BAND_BYTES_MAX = 1 << 20;

  private final Path image;

  /**
   * @param image a .png that {@link PngAssembly} has written
   */
  public FinishedPreview(Path image) {
    this.image = image;
  }

  @Override
  public long painted() {
    return Long.MAX_VALUE;
  }

  @Override
  public Optional<byte[]> png(int widthMax) throws IOException {
    try (var channel = FileChannel.open(image)) {
      var start = read(channel, 0, START_BYTES);
      int width = start.getInt(WIDTH_OFFSET);
      int height = start.getInt(WIDTH_OFFSET + Integer.BYTES);
      var bands = new PngBands(width, height);
      var sampling = Sampling.of(width, height);
      var points = ByteBuffer.allocate(sampling.points() * BYTES_PER_POINT);
      long position = START_BYTES;
      int point = 0;
      for (int band = 0; band < bands.count(); band++) {
        int length = read(channel, position, Integer.BYTES).getInt();
        long endPixel = bands.fromByte(band) / PngBands.BYTES_PER_PIXEL;
        endPixel += (long) bands.rowsOf(band) * width;
        int end = sampling.firstPointFrom(endPixel);
        if (point < end) {
          var lines = inflate(channel, position, length, bands, band);
          for (; point < end; point++) points.put(pointAt(lines, bands, band, sampling, point));
        }
        position += CHUNK_FRAME_BYTES + length;
      }
      return Optional.of(
          PreviewPng.of(sampling.columns(), sampling.rows(), points.array(), widthMax));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (DataFormatException e) {
      throw new IOException(image + " is not an image of ours", e);
    }
  }

  private static byte[] inflate(
      FileChannel channel, long position, int length, PngBands bands, int band)
      throws IOException, DataFormatException {
    if (length < 0 || length > BAND_BYTES_MAX) {
      throw new IOException("a chunk of " + length + " bytes is not a band of ours");
    }
    int prefix = band == 0 ? PngChunks.ZLIB_HEADER.length : 0;
    var deflated = read(channel, position + CHUNK_HEAD_BYTES + prefix, length - prefix);
    var lines = new byte[bands.rowsOf(band) * (1 + bands.rowBytes())];
    var inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      int done = 0;
      while (done < lines.length) {
        int more = inflater.inflate(lines, done, lines.length - done);
        if (more == 0) throw new DataFormatException("a band is too short");
        done += more;
      }
      return lines;
    } finally {
      inflater.end();
    }
  }

  private static byte[] pointAt(
      byte[] lines, PngBands bands, int band, Sampling sampling, int point) {
    long pixel = sampling.pixelOf(point) - bands.fromByte(band) / PngBands.BYTES_PER_PIXEL;
    int row = (int) (pixel / bands.width());
    int at =
        row * (1 + bands.rowBytes()) + 1 + (int) (pixel % bands.width()) * PngBands.BYTES_PER_PIXEL;
    return new byte[] {lines[at], lines[at + 1], lines[at + 2], -1};
  }

  private static ByteBuffer read(FileChannel channel, long position, int length)
      throws IOException {
    var bytes = ByteBuffer.allocate(length);
    long at = position;
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, at);
      if (read < 0) throw new IOException("the image ends at " + at);
      at += read;
    }
    return bytes.flip();
  }
}
